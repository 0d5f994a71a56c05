package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of a Service: each keeps its connection until it is told that it ends, and then gets one
 * to any pod that is Ready. None of them tries anything twice.
 */
final class ServiceLoad implements AutoCloseable {
  private static final int CLIENTS = 8;

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final String request;
  private final String expected;
  private final List<PodProcess> pods;
  private volatile boolean closing;

  ServiceLoad(String path, String expected, PodProcess... pods) {
    this.request = "GET " + path + " HTTP/1.1\r\nHost: service\r\n\r\n";
    this.expected = expected;
    this.pods = List.of(pods);
    for (int i = 0; i < CLIENTS; i++) {
      clients.execute(this::run);
    }
  }

  /** Waits until so many more have been answered. */
  void awaitMore(long more) {
    long wanted = answered.get() + more;
    Eventually.until(
        () -> answered + " of " + wanted + " are answered, wrong: " + wrong,
        PodProcess.PATIENCE,
        () -> answered.get() >= wanted);
  }

  void assertClean() {
    assertEquals(List.of(), List.copyOf(wrong));
  }

  @Override
  public void close() {
    closing = true;
    clients.close();
  }

  private void run() {
    while (!closing) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), ready().trafficPort())) {
        socket.setSoTimeout(20_000);
        var in = new BufferedInputStream(socket.getInputStream());
        boolean again = true;
        while (again && !closing) {
          socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
          again = answer(in);
        }
      } catch (IOException | RuntimeException e) {
        wrong.add(e.toString());
      }
    }
  }

  /** Returns whether the connection can be used again. */
  private boolean answer(InputStream in) throws IOException {
    boolean keep = true;
    int length = 0;
    String line = line(in);
    boolean good = line.equals("HTTP/1.1 200 OK");
    while (!line.isEmpty()) {
      keep &= !line.equals("connection: close");
      length = line.startsWith("content-length: ") ? Integer.parseInt(line.substring(16)) : length;
      line = line(in);
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!good || !body.equals(expected)) {
      wrong.add(line + " " + body);
    }
    answered.incrementAndGet();
    return keep;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended after \"" + line + "\"");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** As endpoints of a Service are chosen, but without the time that they take to spread. */
  private PodProcess ready() {
    List<PodProcess> ready = pods.stream().filter(ServiceLoad::isReady).toList();
    if (ready.isEmpty()) {
      throw new IllegalStateException("no pod is Ready");
    }
    return ready.get(ThreadLocalRandom.current().nextInt(ready.size()));
  }

  private static boolean isReady(PodProcess pod) {
    try {
      return pod.isAlive() && pod.probe("/readyz").startsWith("200");
    } catch (UncheckedIOException e) {
      // It goes down, and its probes are no longer answered.
      return false;
    }
  }
}
