package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Delta;
import java.util.Map;
import java.util.Set;
import org.pcollections.PMap;

/**
 * What a view comes to.
 *
 * @param fleets what each fleet that has anything serves
 * @param verdicts what became of each route
 * @param deltas what changed against the memo, for the fleets where something did; a fleet that is
 *     left with nothing is here and no longer in {@code fleets}
 * @param judged the routes whose verdict changed or vanished against the memo
 * @param failed the routes of which the newest form could not be translated this time, by a fault
 *     of the translator; their verdicts say what is served of them
 */
public record Translation(
    PMap<String, FleetContent> fleets,
    PMap<ObjectKey, Verdict> verdicts,
    Map<String, Delta> deltas,
    Set<ObjectKey> judged,
    Map<ObjectKey, Throwable> failed) {
  public Translation {
    deltas = Map.copyOf(deltas);
    judged = Set.copyOf(judged);
    failed = Map.copyOf(failed);
  }

  /** What a fleet serves, which may be nothing. */
  public FleetContent content(String fleet) {
    FleetContent content = fleets.get(fleet);
    return content == null ? FleetContent.EMPTY : content;
  }
}
