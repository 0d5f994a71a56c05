package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.status.Notice;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells people what happened to a route. It never throws: nothing may fail for want of news. */
@FunctionalInterface
public interface Announcer {
  /** The same about the same generation of an object may come again, and is told once. */
  void announce(HasMetadata about, Notice notice);
}
