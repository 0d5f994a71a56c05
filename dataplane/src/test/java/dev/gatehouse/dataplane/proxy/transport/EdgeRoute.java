package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.settings.Cidr;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.Filter.Header;
import dev.gatehouse.snapshot.Filter.HeaderEdits;
import dev.gatehouse.snapshot.Filter.PathModifier;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Timeouts;
import java.util.List;

/** What the cases of the edge's table may ask to be routed by; each takes every request. */
enum EdgeRoute {
  PLAIN,
  /** The client is a proxy that is believed. */
  TRUSTED,
  /** {@code /} is replaced by {@code /v2}, out of which no path may lead. */
  REWRITTEN,
  /** Redirects everything to another host. */
  REDIRECTED,
  /** Tells the backend who the user is, in {@code x-user}. */
  IDENTIFIED;

  Gateway gateway() {
    return new Gateway(
        this == TRUSTED
            ? new TestSettings().trustedProxies(List.of(Cidr.parse("127.0.0.0/8"))).build()
            : TestSettings.standard(),
        table());
  }

  private RouteTable table() {
    return switch (this) {
      case PLAIN, TRUSTED -> Routes.all();
      case REWRITTEN -> through(new Filter.UrlRewrite(null, new PathModifier.Prefix("/v2")));
      case REDIRECTED -> through(new Filter.RequestRedirect(null, "b.example", null, null, 302));
      case IDENTIFIED ->
          through(
              new Filter.RequestHeaders(
                  new HeaderEdits(
                      List.of(new Header("x-user", "alice")), List.of(), List.of("x-role"))));
    };
  }

  private static RouteTable through(Filter filter) {
    return Routes.all(new LoadBalancer.RoundRobin(), Timeouts.NONE, filter);
  }

  boolean asksTheBackend() {
    return this != REDIRECTED;
  }

  /** Of the answer to a request with nothing wrong. */
  int status() {
    return asksTheBackend() ? 200 : 302;
  }
}
