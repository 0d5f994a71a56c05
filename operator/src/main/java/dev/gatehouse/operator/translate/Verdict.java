package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.ResourceId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a route.
 *
 * @param generation the generation that was judged
 * @param fleet which pods serve it; empty where that can't be told
 * @param hostnames what is served claims; empty where nothing is
 * @param problems why the generation is not accepted; empty if it is
 * @param unresolved references of what is served that lead nowhere
 * @param shadowed rules of what is served that take no request
 * @param quarantine set where an older generation is served instead
 * @param resources the route's rules in the fleet's snapshot; empty where nothing is served
 * @param remember what to hold in {@code ClusterView.lastGood} once a pod has taken it or where no
 *     pod runs, so that a later generation can be quarantined; null for what is no good itself. Not
 *     before, or a generation that pods refuse displaces the one to fall back to
 */
public record Verdict(
    ObjectKey route,
    long generation,
    String fleet,
    List<String> hostnames,
    List<Finding> problems,
    List<Finding> unresolved,
    List<Shadow> shadowed,
    @Nullable Quarantine quarantine,
    Set<ResourceId> resources,
    @Nullable LastGood remember) {
  public Verdict {
    hostnames = List.copyOf(hostnames);
    problems = List.copyOf(problems);
    unresolved = List.copyOf(unresolved);
    shadowed = List.copyOf(shadowed);
    resources = Set.copyOf(resources);
  }

  /** Whether the generation itself is served. */
  public boolean isAccepted() {
    return problems.isEmpty();
  }

  /** Whether anything of the route is served, of whichever generation. */
  public boolean isServed() {
    return isAccepted() || quarantine != null;
  }

  /** The generation that a fleet serves once it has what was translated; 0 where it is none. */
  public long servedGeneration() {
    if (quarantine != null) {
      return quarantine.lastGood().generation();
    }
    return isAccepted() ? generation : 0;
  }

  Verdict withShadowed(List<Shadow> now) {
    return new Verdict(
        route,
        generation,
        fleet,
        hostnames,
        problems,
        unresolved,
        now,
        quarantine,
        resources,
        remember);
  }
}
