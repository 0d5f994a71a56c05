package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a head as it came the exchange that is matched: checked, normalised, and with the fields
 * that the backend is to see. Requests that are only tried come the same way. Not thread-safe.
 */
public final class Reception {
  private final int fields;
  private final long bodyBytes;
  private final Via via;
  private final ForwardingFields forwarding;
  private final Tracing tracing;

  /** What a head turned out to be. */
  public sealed interface Received {
    /**
     * A request.
     *
     * @param end why it goes no further than here; null where it is to be routed
     * @param closes whether the client wants the connection to end with the answer
     */
    record Taken(Exchange exchange, @Nullable Reason end, boolean closes) implements Received {}

    /** Not fit for an exchange: the connection is closed after this answer. */
    record Refused(LocalAnswer answer) implements Received {}
  }

  /**
   * The two ends of a client's connection.
   *
   * @param address of the client, as an IP address
   * @param localPort that it connected to
   */
  public record Peer(String address, int port, int localPort) {}

  public Reception(ProxySettings settings, RandomGenerator random) {
    this.fields = settings.fields();
    this.bodyBytes = settings.bodyBytes();
    this.via = new Via(settings.pseudonym());
    this.forwarding = new ForwardingFields(settings.trustedProxies());
    this.tracing = new Tracing(random);
  }

  /**
   * Takes a head over: its fields become those that the backend sees.
   *
   * @param startNanos when it came, from {@link System#nanoTime()}
   */
  public Received receive(RawHead raw, Peer peer, long startNanos) {
    return switch (HeadReader.read(raw, fields)) {
      case HeadReader.Read.Refused(LocalAnswer answer) -> new Received.Refused(answer);
      case HeadReader.Read.Good(RequestHead head) -> {
        boolean webSocket = WebSocketHandshake.isAsked(raw);
        LocalAnswer refusal = webSocket ? WebSocketHandshake.refusal(raw) : null;
        if (refusal != null) {
          yield new Received.Refused(refusal);
        }
        Reason end = end(head);
        boolean closes = HopByHop.closes(head.headers());
        HopByHop.removeFromRequest(head.headers());
        var asker = forwarding.apply(head, peer.address(), peer.localPort());
        via.addTo(head.headers(), raw.version());
        var client =
            new Exchange.Client(asker.address(), peer.address(), peer.port(), asker.scheme());
        Exchange.Trace trace = tracing.apply(head.headers());
        var exchange = new Exchange(head, client, trace, startNanos);
        if (webSocket) {
          exchange.askForWebSocket();
        }
        yield new Received.Taken(exchange, end, closes);
      }
    };
  }

  private @Nullable Reason end(RequestHead head) {
    if (via.isIn(head.headers())) {
      return Reason.LOOP_DETECTED;
    }
    String length = head.headers().get("content-length");
    if (length != null && Long.parseLong(length) > bodyBytes) {
      return Reason.BODY_TOO_LARGE;
    }
    return MaxForwards.spent(head) ? Reason.MAX_FORWARDS : null;
  }
}
