package dev.gatehouse.operator.source;

import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.Unreadable;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads GatewayRoute. It finds every contradiction by itself: the schema's rules may not have run,
 * since an object can be older than they are.
 */
public final class GatewayRouteSource implements RouteSource {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  @Override
  public String kind() {
    return "GatewayRoute";
  }

  @Override
  public String group() {
    return "gatehouse.dev";
  }

  @Override
  public Reading read(RouteObject object, Object spec) {
    if (spec instanceof Unreadable(String problem)) {
      return new Reading.Invalid(List.of(problem));
    }
    if (!(spec instanceof GatewayRouteSpec route)) {
      throw new IllegalArgumentException(object.key() + " has a spec of " + spec.getClass());
    }
    Problems at = Problems.ofSpec();
    Rules rules = new Rules(object.key().namespace(), route.defaults());
    rules.checkDefaults(at.field("defaults"));
    String fleet = fleet(route.gateway(), at.field("gateway"));
    List<String> hostnames = Hostnames.read(route.hostnames(), at.field("hostnames"));
    List<Route.Rule> read = rules.read(route.rules(), at.field("rules"));
    List<String> problems = at.found();
    return problems.isEmpty()
        ? new Reading.Valid(new Route(object.key(), fleet, object.created(), hostnames, read))
        : new Reading.Invalid(problems);
  }

  private static String fleet(@Nullable String gateway, Problems at) {
    if (gateway == null) {
      return "default";
    }
    if (!NAME.matcher(gateway).matches()) {
      at.add("\"" + gateway + "\" is no gateway's name; use lower-case letters, digits, hyphens");
    }
    return gateway;
  }
}
