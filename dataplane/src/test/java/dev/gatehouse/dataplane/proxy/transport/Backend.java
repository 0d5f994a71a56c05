package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.snapshot.EndpointSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend on a real socket that records what it sees and answers as the test says. */
final class Backend implements AutoCloseable {
  /** What it does with a request. */
  @FunctionalInterface
  interface Answer {
    /** Returns whether the connection can be used again. */
    boolean write(Message request, InputStream in, OutputStream out) throws IOException;
  }

  /** What it does with a request whose body nobody has read yet. */
  @FunctionalInterface
  interface Stream {
    void answer(InputStream in, OutputStream out) throws IOException;
  }

  private final ServerSocketChannel listener;
  private final Selector wake;
  private final int port;
  private final Answer answer;
  private final List<Message> seen = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger heads = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Semaphore closed = new Semaphore(0);
  private final boolean readsBodies;
  private final Thread acceptor;
  private volatile boolean stopped;

  Backend(Answer answer) throws IOException {
    this(answer, true);
  }

  private Backend(Answer answer, boolean readsBodies) throws IOException {
    this.answer = answer;
    this.readsBodies = readsBodies;
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    listener.configureBlocking(false);
    port = listener.socket().getLocalPort();
    wake = Selector.open();
    listener.register(wake, SelectionKey.OP_ACCEPT);
    acceptor = Thread.ofPlatform().daemon().start(this::accept);
  }

  /** Reads and writes bodies as the test says, and closes. */
  static Backend streaming(Stream stream) throws IOException {
    return new Backend(
        (_, in, out) -> {
          stream.answer(in, out);
          return false;
        },
        false);
  }

  /** Answers everything with 200 and these bytes. */
  static Backend ok(String body) throws IOException {
    return new Backend(
        (_, _, out) -> {
          out.write(
              Message.bytes(
                  "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
          return true;
        });
  }

  /** Answers everything with these bytes and closes. */
  static Backend raw(String bytes) throws IOException {
    return new Backend(
        (_, _, out) -> {
          out.write(Message.bytes(bytes));
          return false;
        });
  }

  EndpointSet.Endpoint endpoint() {
    return new EndpointSet.Endpoint("127.0.0.1", port);
  }

  List<Message> seen() {
    return seen;
  }

  /** How many requests began, whole or not. */
  int heads() {
    return heads.get();
  }

  /** Counted down when the first head has come. */
  CountDownLatch asked() {
    return asked;
  }

  /** A permit for each connection that this side has closed. */
  Semaphore closed() {
    return closed;
  }

  int connections() {
    return connections.get();
  }

  /**
   * Until this backend is to stop, and then all who had come by then: whoever still stands in the
   * queue of a listener that is closed is reset, whatever it had sent.
   */
  private void accept() {
    try (listener;
        wake) {
      boolean last = false;
      while (!last) {
        wake.select();
        wake.selectedKeys().clear();
        last = stopped;
        for (var next = listener.accept(); next != null; next = listener.accept()) {
          next.configureBlocking(true);
          Socket socket = next.socket();
          connections.incrementAndGet();
          open.add(socket);
          Thread.ofVirtual().start(() -> serve(socket));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      boolean again = true;
      while (again) {
        Message request = Message.readHead(in);
        if (request == null) {
          return;
        }
        heads.incrementAndGet();
        asked.countDown();
        if (readsBodies) {
          request.readBody(in);
        }
        seen.add(request);
        again = answer.write(request, in, out);
        out.flush();
      }
    } catch (IOException _) {
      // The gateway went away, which some tests are about.
    } finally {
      open.remove(socket);
      closed.release();
    }
  }

  /**
   * For what a backend does: waits until the test lets go.
   *
   * @throws IOException if that takes too long, so that the connection ends
   */
  static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nobody let go");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Takes no more connections; those that are open serve on. */
  void stopListening() {
    if (!stopped) {
      stopped = true;
      wake.wakeup();
    }
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void closeConnections() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    stopListening();
    closeConnections();
  }
}
