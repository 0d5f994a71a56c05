package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.source.Route;
import dev.gatehouse.operator.source.Route.BackendRef;
import dev.gatehouse.operator.translate.Judgement.Needs;
import dev.gatehouse.operator.translate.Judgement.Served;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Refusal;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Backend;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.Upgrade;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves the references of one route's specs, and notes what that depends on. */
final class RouteBuilder {
  private final ClusterView view;
  private final String group;
  private final ObjectKey key;
  private final Set<Target> targets = new HashSet<>();
  private final Set<String> grants = new HashSet<>();
  private final Set<ResourceId> forms = new HashSet<>();

  /**
   * @param group the API group of the route's kind
   */
  RouteBuilder(ClusterView view, String group, ObjectKey key) {
    this.view = view;
    this.group = group;
    this.key = key;
  }

  Built build(Route route) {
    var rules = new ArrayList<Served>();
    var unresolved = new LinkedHashMap<String, Finding>();
    var upstreams = new HashSet<Target>();
    for (int i = 0; i < route.rules().size(); i++) {
      RouteRule rule = rule(route, i, unresolved, upstreams);
      forms.add(rule.id());
      rules.add(new Served(rule, ResourceCodec.encode(rule)));
    }
    return new Built(route, rules, new ArrayList<>(unresolved.values()), upstreams);
  }

  /** What everything built so far depends on. */
  Needs needs() {
    return new Needs(targets, grants, forms);
  }

  private RouteRule rule(
      Route route, int index, Map<String, Finding> unresolved, Set<Target> upstreams) {
    Route.Rule rule = route.rules().get(index);
    var backends = new ArrayList<Backend>();
    for (int i = 0; i < rule.backends().size(); i++) {
      BackendRef ref = rule.backends().get(i);
      Target target = new Target(ObjectKey.service(ref.namespace(), ref.name()), ref.port());
      Finding problem = problem(target);
      Finding told = problem;
      if (problem == null) {
        upstreams.add(target);
        backends.add(new Backend.To(target.upstreamId(), ref.weight()));
        told = troubleWith(target);
      } else {
        backends.add(new Backend.Unresolved(target.toString(), problem.reason(), ref.weight()));
      }
      if (told != null) {
        String message = "rule " + rule.name() + ": " + told.message();
        String path = "spec.rules[" + index + "].backendRefs[" + i + "]";
        unresolved.putIfAbsent(message, new Finding(told.reason(), message, path));
      }
    }
    return new RouteRule(
        ResourceId.route(
            key.kind().toLowerCase(Locale.ROOT), key.namespace(), key.name(), rule.name()),
        rule.upgrades().stream().map(Upgrade::feature).toList(),
        new Origin(key.kind(), key.namespace(), key.name(), rule.name(), index, route.created()),
        route.hostnames(),
        rule.matches(),
        rule.filters(),
        backends,
        rule.loadBalancer(),
        rule.timeouts(),
        rule.upgrades());
  }

  /** What to tell of a target that is served all the same. */
  private @Nullable Finding troubleWith(Target target) {
    Refusal refusal = view.refused().get(target.upstreamId());
    return refusal != null && refusal.isOf(form(target))
        ? Finding.refused(target.toString(), refusal, "")
        : RefusedAddresses.of(view, target);
  }

  private Encoded form(Target target) {
    return ResourceCodec.encode(target.upstream(Services.protocol(view, target)));
  }

  /** The grant comes first: without one, not even whether the Service exists is told. */
  private @Nullable Finding problem(Target target) {
    ObjectKey service = target.service();
    if (!service.namespace().equals(key.namespace())) {
      grants.add(service.namespace());
      if (!Grants.permit(view, group, key, service)) {
        return new Finding(
            "RefNotPermitted",
            "no ReferenceGrant in namespace "
                + service.namespace()
                + " lets a "
                + key.kind()
                + " of "
                + key.namespace()
                + " refer to "
                + service);
      }
    }
    targets.add(target);
    return Services.problem(view, target);
  }
}
