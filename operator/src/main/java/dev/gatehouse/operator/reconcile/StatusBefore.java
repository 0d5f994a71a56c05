package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.view.ObjectKey;
import org.jspecify.annotations.Nullable;

/** What the process before wrote, so that a restart is not taken for a change. */
@FunctionalInterface
public interface StatusBefore {
  /** Nothing was written, as in a folder. */
  StatusBefore NONE = route -> new Told(0, 0);

  Told of(ObjectKey route);

  /**
   * What a status tells; 0 for nothing.
   *
   * @param observed the generation that it is about
   * @param live the generation that it says is live
   * @param refusal why pods refuse the observed generation; null if they don't
   */
  record Told(long observed, long live, @Nullable String refusal) {
    public Told(long observed, long live) {
      this(observed, live, null);
    }
  }
}
