package dev.gatehouse.operator.publish;

import java.net.URI;

/**
 * A data-plane pod.
 *
 * @param name for people; unique
 * @param fleet whose snapshots it takes
 * @param pushAddress of its push listener, like {@code https://10.1.2.3:9901}; with {@code http} it
 *     is pushed to in the clear
 * @param ready as the cluster sees it; it is pushed to in any case, since without a snapshot it
 *     never becomes Ready
 * @param leaving whether it is to be deleted; on a node that is gone it stays so for long
 * @param instance differs for a pod that took another's name, and after an upgrade in its place;
 *     empty where that can't be told
 */
public record Pod(
    String name, String fleet, URI pushAddress, boolean ready, boolean leaving, String instance) {
  /** One at an address that somebody named, of which nothing more is known. */
  public Pod(String name, String fleet, URI pushAddress, boolean ready) {
    this(name, fleet, pushAddress, ready, false, "");
  }

  /** Whether the other is this one, whatever became of it. */
  public boolean isSameAs(Pod other) {
    return name.equals(other.name)
        && fleet.equals(other.fleet)
        && instance.equals(other.instance)
        && pushAddress.equals(other.pushAddress);
  }
}
