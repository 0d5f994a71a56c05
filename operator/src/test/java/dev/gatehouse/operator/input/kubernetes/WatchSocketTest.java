package dev.gatehouse.operator.input.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchSocketTest {
  private static final Duration BOUND = Duration.ofSeconds(75);
  private static final int PULSES = 10 * WatchSocket.MOST_UNANSWERED;

  private final FakeClock clock = new FakeClock();
  private final FakeSocket jdk = new FakeSocket();
  private final Told told = new Told();
  private final WatchSocket socket = new WatchSocket(told, BOUND, clock);

  @BeforeEach
  void opens() {
    socket.onOpen(jdk);
  }

  @Test
  void aMessageInPartsIsToldAsOne() {
    socket.onText(jdk, "{\"type\":", false);
    socket.onText(jdk, "\"ADDED\"}", true);

    assertEquals(List.of("open", "{\"type\":\"ADDED\"}"), told.what);
    assertEquals(2, jdk.requested, "for the first part and the second; the third is asked for");
  }

  @Test
  void whereAPingCannotBeSentItHasEnded() {
    clock.pass(WatchSocket.PULSE);
    jdk.sending = CompletableFuture.failedFuture(new IOException("Broken pipe"));

    clock.pass(WatchSocket.PULSE);

    assertEquals(List.of("open", "error Broken pipe"), told.what);
    assertTrue(jdk.aborted);
  }

  @Test
  void aPingThatIsStillOnItsWayIsNoEnd() {
    jdk.sending = CompletableFuture.failedFuture(new IllegalStateException("pending"));

    pulses(WatchSocket.MOST_UNANSWERED);

    assertEquals(List.of("open"), told.what);
  }

  @Test
  void pingsThatAreAnsweredNoMoreAreAnEnd() {
    pulses(1);
    socket.onPong(jdk, ByteBuffer.allocate(0));

    pulses(WatchSocket.MOST_UNANSWERED);
    assertEquals(List.of("open"), told.what);
    pulses(1);
    assertEquals(List.of("open", "error pings are answered no more"), told.what);
  }

  @Test
  void answersKeepItOpenFromOneMessageToTheNext() {
    for (int i = 0; i < PULSES; i++) {
      pulses(1);
      socket.onPong(jdk, ByteBuffer.allocate(0));
      if (i % 30 == 0) {
        socket.onText(jdk, "bookmark", true);
      }
    }

    assertEquals(List.of("open", "bookmark", "bookmark"), told.what);
    assertEquals(PULSES, jdk.pings);
    assertEquals(1 + PULSES, jdk.requested, "each answer is one of what was asked for");
  }

  @Test
  void answersAloneAreNotEnough() {
    for (int i = 0; i < PULSES; i++) {
      pulses(1);
      socket.onPong(jdk, ByteBuffer.allocate(0));
    }

    assertEquals(List.of("open", "error nothing has come for PT1M15S"), told.what);
  }

  @Test
  void wherePingsWereNeverAnsweredOnlyTheSilenceCounts() {
    pulses((int) BOUND.dividedBy(WatchSocket.PULSE));
    assertEquals(List.of("open"), told.what);

    pulses(1);

    assertEquals(List.of("open", "error nothing has come for PT1M15S"), told.what);
    assertTrue(jdk.aborted);
  }

  @Test
  void anEndIsToldOnceAndEndsThePulse() {
    socket.onClose(jdk, 1006, "");
    socket.onError(jdk, new IOException("reset"));

    pulses(PULSES);

    assertEquals(List.of("open", "close 1000"), told.what);
    assertEquals(0, jdk.pings);
  }

  @Test
  void whatIsNoTextIsAnError() {
    socket.onBinary(jdk, ByteBuffer.allocate(1), true);

    assertEquals(List.of("open", "error a binary message on a watch"), told.what);
  }

  @Test
  void oneThatIsClosedHereIsAbortedIfTheOtherEndStaysOpen() {
    assertTrue(socket.sendClose(1000, null));

    clock.pass(Duration.ofSeconds(10));

    assertTrue(jdk.aborted);
    assertFalse(socket.sendClose(1000, null));
  }

  private void pulses(int count) {
    for (int i = 0; i < count; i++) {
      clock.pass(WatchSocket.PULSE);
    }
  }

  private static final class Told implements WebSocket.Listener {
    private final List<String> what = new ArrayList<>();

    @Override
    public void onOpen(WebSocket socket) {
      what.add("open");
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      what.add(text);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
      what.add("close " + code);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      what.add("error " + error.getMessage());
    }
  }

  private static final class FakeSocket implements java.net.http.WebSocket {
    private CompletableFuture<java.net.http.WebSocket> sending =
        CompletableFuture.completedFuture(this);
    private int pings;
    private long requested;
    private boolean closed;
    private boolean aborted;

    @Override
    public CompletableFuture<java.net.http.WebSocket> sendText(CharSequence data, boolean last) {
      throw new AssertionError("a watch sends nothing");
    }

    @Override
    public CompletableFuture<java.net.http.WebSocket> sendBinary(ByteBuffer data, boolean last) {
      throw new AssertionError("a watch sends nothing");
    }

    @Override
    public CompletableFuture<java.net.http.WebSocket> sendPing(ByteBuffer message) {
      pings++;
      return sending;
    }

    @Override
    public CompletableFuture<java.net.http.WebSocket> sendPong(ByteBuffer message) {
      throw new AssertionError("the JDK does that");
    }

    @Override
    public CompletableFuture<java.net.http.WebSocket> sendClose(int code, String reason) {
      closed = true;
      return sending;
    }

    @Override
    public void request(long count) {
      requested += count;
    }

    @Override
    public @Nullable String getSubprotocol() {
      return null;
    }

    @Override
    public boolean isOutputClosed() {
      return closed || aborted;
    }

    @Override
    public boolean isInputClosed() {
      return aborted;
    }

    @Override
    public void abort() {
      aborted = true;
    }
  }
}
