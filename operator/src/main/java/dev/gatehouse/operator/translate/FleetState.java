package dev.gatehouse.operator.translate;

import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * A fleet between two translations.
 *
 * @param uses how many routes lead to each upstream, so that it goes with the last of them
 */
record FleetState(FleetContent content, PMap<Target, Integer> uses, HostIndex hosts) {
  private static final HashPMap<Target, Integer> NO_USES = HashTreePMap.empty();

  static final FleetState EMPTY = new FleetState(FleetContent.EMPTY, NO_USES, HostIndex.EMPTY);
}
