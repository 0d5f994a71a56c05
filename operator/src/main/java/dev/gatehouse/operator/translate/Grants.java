package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.GrantFrom;
import dev.gatehouse.operator.view.ClusterObject.GrantObject;
import dev.gatehouse.operator.view.ClusterObject.GrantTo;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import org.pcollections.PSet;

/** Whether the ReferenceGrants of a namespace let others refer to its Services. */
final class Grants {
  private Grants() {}

  /**
   * @param group the API group of the route's kind
   */
  static boolean permit(ClusterView view, String group, ObjectKey route, ObjectKey service) {
    PSet<ObjectKey> grants = view.grants().get(service.namespace());
    return grants != null
        && grants.stream()
            .anyMatch(
                key ->
                    view.get(key) instanceof GrantObject grant
                        && grant.from().stream().anyMatch(from -> isFrom(from, group, route))
                        && grant.to().stream().anyMatch(to -> isTo(to, service)));
  }

  private static boolean isFrom(GrantFrom from, String group, ObjectKey route) {
    return from.group().equals(group)
        && from.kind().equals(route.kind())
        && from.namespace().equals(route.namespace());
  }

  private static boolean isTo(GrantTo to, ObjectKey service) {
    return to.group().isEmpty()
        && to.kind().equals("Service")
        && (to.name() == null || to.name().isEmpty() || to.name().equals(service.name()));
  }
}
