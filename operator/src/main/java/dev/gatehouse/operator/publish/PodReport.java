package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Ack;
import org.jspecify.annotations.Nullable;

/**
 * How far one pod is.
 *
 * @param address of its push listener
 * @param ready as the cluster sees it
 * @param serves what it said last; null before it said anything
 * @param failing why pushes don't come through; null where they do
 */
public record PodReport(
    String name, String address, boolean ready, @Nullable Ack serves, @Nullable Failure failing) {

  /**
   * Why the last push, or the last question, came to nothing.
   *
   * @param reason as for {@link PublishListener#failing}
   */
  public record Failure(String reason, String message) {}
}
