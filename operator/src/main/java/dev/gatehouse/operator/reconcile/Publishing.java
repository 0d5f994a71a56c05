package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.snapshot.Delta;
import java.util.Set;

/** Where contents go; see {@link dev.gatehouse.operator.publish.Publisher}. Doesn't block. */
public interface Publishing {
  /** All pods there are. */
  void pods(Set<Pod> all);

  /** Returns the sequence of the first version that holds it. */
  long publish(String fleet, FleetContent content, Delta delta);
}
