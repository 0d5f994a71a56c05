package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.ResourceId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Exchanges as the proxy would report them. */
final class Exchanges {
  private Exchanges() {}

  static Exchange get(String path) {
    return request("GET", "a.example", path);
  }

  static Exchange request(String method, String host, String path) {
    return new Exchange(
        new RequestHead(method, "http", host, path, "q=1", new Headers().add("user-agent", "test")),
        new Exchange.Client("192.0.2.7", "198.51.100.1", 4711, "http"),
        new Exchange.Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01", "r-1"),
        0);
  }

  static Outcome answered(ResourceId rule, ResourceId upstream) {
    return answered(200, rule, upstream);
  }

  static Outcome answered(int status, ResourceId rule, ResourceId upstream) {
    return new Outcome(
        status,
        null,
        null,
        rule,
        upstream,
        "10.0.0.1:8080",
        1,
        0,
        5,
        TimeUnit.MILLISECONDS.toNanos(7),
        TimeUnit.MILLISECONDS.toNanos(6));
  }

  static Outcome refused(@Nullable ResourceId rule, Reason reason) {
    return new Outcome(reason.status(), reason, "why", rule, null, null, 0, 0, 5, 1000, -1);
  }

  static ResourceId rule(int number) {
    return ResourceId.route("gatewayroute", "shop", "route-%05d".formatted(number), "orders");
  }

  static ResourceId upstream(int number) {
    return ResourceId.upstream("shop", "service-%05d".formatted(number), 8080);
  }
}
