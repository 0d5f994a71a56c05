package dev.gatehouse.e2e.bench;

import dev.gatehouse.crds.v1alpha1.BackendRef;
import dev.gatehouse.crds.v1alpha1.DirectResponse;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.HeaderModifier;
import dev.gatehouse.crds.v1alpha1.HttpHeader;
import dev.gatehouse.crds.v1alpha1.PathMatch;
import dev.gatehouse.crds.v1alpha1.RouteFilter;
import dev.gatehouse.crds.v1alpha1.RouteMatch;
import dev.gatehouse.crds.v1alpha1.RouteRule;
import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterObject.SliceEndpoint;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ClusterObject.SlicePort;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * Routes of one rule each, spread over 500 hosts, as many to each Service. Every tenth answers by
 * itself, the others forward and set a header of the answer.
 *
 * @param services of which the routes are a multiple, or one
 * @param port of loopback at which every Service has its one endpoint to begin with
 */
public record MadeUpCluster(int routes, int services, int port) {
  /** The header of an answer that tells a forwarding route's version. */
  static final String VERSION_HEADER = "x-version";

  private static final int HOSTS = 500;
  private static final int ROUTES_PER_SERVICE = 10;
  private static final int OWN_ANSWER = 10;
  private static final String NAMESPACE = "bench";

  /** Ten routes to a Service. */
  MadeUpCluster(int routes, int port) {
    this(routes, Math.max(1, routes / ROUTES_PER_SERVICE), port);
  }

  /** All objects, every route in its version 1. */
  Changes whole() {
    var objects = new HashMap<ObjectKey, ClusterObject>();
    for (int service = 0; service < services; service++) {
      ObjectKey key = ObjectKey.service(NAMESPACE, "service-" + service);
      var ports = List.of(new ServicePort("", 80, "TCP", null));
      objects.put(key, new ServiceObject(key, "ClusterIP", ports));
      SliceObject slice = slice(service, port);
      objects.put(slice.key(), slice);
    }
    for (int number = 0; number < routes; number++) {
      RouteObject route = route(number, 1);
      objects.put(route.key(), route);
    }
    return new Changes(objects, Set.of());
  }

  /** Whether the route's answer is its version, and no backend is asked. */
  public static boolean answersItself(int route) {
    return route % OWN_ANSWER == 0;
  }

  public static String host(int route) {
    return "host-" + route % HOSTS + ".bench.example";
  }

  public static String path(int route) {
    return "/route-" + route;
  }

  /** A route that forwards to this Service. */
  public int routeTo(int service) {
    return service * routesPerService() + 1;
  }

  private int routesPerService() {
    return Math.max(2, routes / services);
  }

  /** Of the route, in any version from 1 on. */
  public GatewayRouteSpec spec(int number, long version) {
    String text = Long.toString(version);
    var match =
        new RouteMatch(
            new PathMatch(PathMatch.Type.PathPrefix, path(number)), "GET", null, null, null);
    RouteRule rule =
        answersItself(number)
            ? new RouteRule("all", List.of(match), List.of(answer(text)), null, null, null)
            : new RouteRule(
                "all", List.of(match), List.of(header(text)), List.of(backend(number)), null, null);
    return new GatewayRouteSpec(null, List.of(host(number)), null, List.of(rule));
  }

  RouteObject route(int number, long version) {
    return new RouteObject(
        new ObjectKey("GatewayRoute", NAMESPACE, "route-" + number),
        1_000_000 + number,
        version,
        spec(number, version),
        null);
  }

  SliceObject slice(int service, int endpoint) {
    return new SliceObject(
        new ObjectKey("EndpointSlice", NAMESPACE, "service-" + service + "-1"),
        "service-" + service,
        List.of(new SlicePort("", endpoint)),
        List.of(new SliceEndpoint(List.of("127.0.0.1"), true, true, false)));
  }

  private BackendRef backend(int route) {
    int service = Math.min(route / routesPerService(), services - 1);
    return new BackendRef("service-" + service, null, 80, null);
  }

  private static RouteFilter answer(String body) {
    return new RouteFilter(
        RouteFilter.Type.DirectResponse,
        null,
        null,
        null,
        null,
        new DirectResponse(200, null, body));
  }

  private static RouteFilter header(String value) {
    var modifier = new HeaderModifier(List.of(new HttpHeader(VERSION_HEADER, value)), null, null);
    return new RouteFilter(
        RouteFilter.Type.ResponseHeaderModifier, null, null, null, modifier, null);
  }
}
