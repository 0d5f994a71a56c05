package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.view.ObjectKey;
import java.util.Set;

/** Is told on the loop's thread which routes stand differently now; hands on and returns. */
@FunctionalInterface
public interface StandingListener {
  void changed(Set<ObjectKey> routes);
}
