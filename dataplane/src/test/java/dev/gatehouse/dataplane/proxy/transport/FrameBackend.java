package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.snapshot.EndpointSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend of HTTP/2 on a real socket, which writes the frames that the test says. */
final class FrameBackend implements AutoCloseable {
  /** What it does with a connection. */
  @FunctionalInterface
  interface Script {
    void run(FrameClient peer, int connection) throws IOException;
  }

  /** What it does with a request that has come whole. */
  @FunctionalInterface
  interface Answer {
    void write(FrameClient peer, int stream, StreamAnswer request) throws IOException;
  }

  private final ServerSocket listener;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<StreamAnswer> seen = new CopyOnWriteArrayList<>();
  private final Thread acceptor;

  FrameBackend(Script script) throws IOException {
    this.script = script;
    listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  /** One that answers all requests on any number of connections. */
  static FrameBackend answering(Answer answer) throws IOException {
    var made = new FrameBackend[1];
    made[0] =
        new FrameBackend(
            (peer, _) -> {
              peer.accept();
              made[0].serve(peer, answer);
            });
    return made[0];
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        int number = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> run(socket, number));
      }
    } catch (SocketException _) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(Socket socket, int number) {
    try (socket;
        var peer = new FrameClient(socket)) {
      socket.setSoTimeout(30_000);
      script.run(peer, number);
    } catch (IOException _) {
      // The gateway went away, which some tests are about.
    }
  }

  /** Answers requests as they become whole, until the connection ends. */
  void serve(FrameClient peer, Answer answer) throws IOException {
    Set<Integer> done = new HashSet<>();
    while (!peer.isEnded()) {
      int next = next(peer, done);
      if (next < 0) {
        return;
      }
      done.add(next);
      seen.add(peer.on(next));
      answer.write(peer, next, peer.on(next));
    }
  }

  /** The next request that is whole; -1 if the connection ends before. */
  private static int next(FrameClient peer, Set<Integer> done) throws IOException {
    peer.readUntil(() -> first(peer, done) > 0);
    return first(peer, done);
  }

  private static int first(FrameClient peer, Set<Integer> done) {
    return peer.streams().stream()
        .filter(stream -> stream > 0 && !done.contains(stream) && peer.on(stream).isEnded())
        .findFirst()
        .orElse(-1);
  }

  static void ok(FrameClient peer, int stream, String body) throws IOException {
    peer.headers(stream, false, ":status", "200").data(stream, true, body);
  }

  EndpointSet.Endpoint endpoint() {
    return new EndpointSet.Endpoint("127.0.0.1", listener.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  /** Requests that came whole. */
  List<StreamAnswer> seen() {
    return seen;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
