package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client without a socket: sends what the test says, and keeps what it is answered. */
class MemoryClient implements Downstream {
  private final RawHead head;
  private final boolean hasBody;
  private final MemorySource body = new MemorySource();
  private final MemorySink answerBody = new MemorySink();
  private Consumer<Reason> gone = _ -> {};
  private @Nullable ResponseHead answer;
  private final Deque<Error> faults = new ArrayDeque<>();
  private int continues;
  private boolean closes;
  private boolean aborted;
  private boolean left;

  MemoryClient(String method, String target, Headers fields, boolean hasBody) {
    this.head = new RawHead(method, target, "HTTP/1.1", false, fields.add("host", "a.example"));
    this.hasBody = hasBody;
  }

  static MemoryClient get(String target) {
    return new MemoryClient("GET", target, new Headers(), false);
  }

  static MemoryClient post(String target) {
    return new MemoryClient(
        "POST", target, new Headers().add("transfer-encoding", "chunked"), true);
  }

  @Override
  public RawHead head() {
    return head;
  }

  @Override
  public Reception.Peer peer() {
    return new Reception.Peer("192.0.2.1", 4711, 80);
  }

  @Override
  public boolean connected() {
    return !left && !aborted;
  }

  @Override
  public boolean hasBody() {
    return hasBody;
  }

  @Override
  public MemorySource body() {
    return body;
  }

  @Override
  public boolean awaitsContinue() {
    return head.headers().contains("expect") && continues == 0;
  }

  @Override
  public void sendContinue() {
    continues++;
  }

  @Override
  public void sendEarlyHints(Headers fields) {}

  @Override
  public BodySink answer(ResponseHead given, Framing framing) {
    Error fault = faults.poll();
    if (fault != null) {
      throw fault;
    }
    if (answer != null) {
      throw new IllegalStateException("answered twice");
    }
    answer = given;
    return answerBody;
  }

  @Override
  public Duplex switchProtocols(ResponseHead head) {
    throw new UnsupportedOperationException("a client that asks for no other protocol");
  }

  @Override
  public void readNoMore() {
    closeAfterAnswer();
  }

  @Override
  public void closeAfterAnswer() {
    closes = true;
  }

  @Override
  public boolean answered() {
    return answerBody.ended();
  }

  @Override
  public void abort() {
    aborted = true;
  }

  @Override
  public void onGone(Consumer<Reason> then) {
    gone = then;
  }

  @Override
  public void onMalformed(Runnable then) {}

  @Override
  public void whenSettled(Settled then) {
    then.settled(null);
  }

  /** So often the beginning of an answer fails. */
  MemoryClient breakAnswers(Error... each) {
    faults.addAll(List.of(each));
    return this;
  }

  void leave() {
    left = true;
    gone.accept(Reason.CLIENT_RESET);
  }

  /** 0 for no answer yet. */
  int status() {
    return answer == null ? 0 : answer.status();
  }

  @Nullable String field(String name) {
    return answer == null ? null : answer.headers().get(name);
  }

  MemorySink answerBody() {
    return answerBody;
  }

  int continues() {
    return continues;
  }

  boolean closes() {
    return closes;
  }

  boolean aborted() {
    return aborted;
  }
}
