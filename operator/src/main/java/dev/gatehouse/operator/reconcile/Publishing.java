package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.snapshot.Delta;
import java.util.Set;

/** Where contents go. Doesn't block. */
public interface Publishing {
  /** All pods there are. */
  void pods(Set<Pod> all);

  /** Returns a sequence: versions with this or a higher one hold it. */
  long publish(String fleet, FleetContent content, Delta delta);

  /** A fleet that has no pods will have none of what was published to it. */
  void forget(String fleet);

  /** To the pods, by their push listeners. */
  static Publishing to(Publisher publisher) {
    return new Publishing() {
      @Override
      public void pods(Set<Pod> all) {
        publisher.pods(all);
      }

      @Override
      public long publish(String fleet, FleetContent content, Delta delta) {
        return publisher.publish(fleet, content.resources(), content.hash(), delta);
      }

      @Override
      public void forget(String fleet) {
        publisher.forget(fleet);
      }
    };
  }
}
