package dev.gatehouse.operator.publish;

import java.net.URI;

/**
 * A data-plane pod.
 *
 * @param name for people; unique
 * @param fleet whose snapshots it takes
 * @param pushAddress of its push listener, like {@code http://10.1.2.3:9901}
 * @param ready as the cluster sees it; it is pushed to in any case, since without a snapshot it
 *     never becomes Ready
 */
public record Pod(String name, String fleet, URI pushAddress, boolean ready) {
  /** Whether the other is this one, whatever became of it. */
  boolean isSameAs(Pod other) {
    return name.equals(other.name)
        && fleet.equals(other.fleet)
        && pushAddress.equals(other.pushAddress);
  }
}
