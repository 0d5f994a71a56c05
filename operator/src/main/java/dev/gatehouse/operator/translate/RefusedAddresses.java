package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.SliceEndpoint;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSet;

/** The endpoints that are left out for their addresses: who wonders where they are is told. */
public final class RefusedAddresses {
  private static final String REASON = "AddressNotAllowed";

  /** The rest are counted, as a condition's message is bounded. */
  private static final int NAMED = 3;

  private RefusedAddresses() {}

  /** Whether it tells of such endpoints, and not of a reference that leads nowhere. */
  public static boolean is(Finding finding) {
    return finding.reason().equals(REASON);
  }

  /** What to say of a Service's; null where none is left out. */
  static @Nullable Finding of(ClusterView view, Target target) {
    PSet<ObjectKey> slices = view.slices().get(target.service());
    if (slices == null) {
      return null;
    }
    var refused = new TreeSet<String>();
    for (ObjectKey key : slices) {
      if (view.get(key) instanceof SliceObject slice) {
        refused.addAll(in(slice, view.settings()));
      }
    }
    return refused.isEmpty() ? null : new Finding(REASON, message(target, refused));
  }

  /** Those of one slice. */
  static Set<String> in(SliceObject slice, Settings settings) {
    var refused = new TreeSet<String>();
    for (SliceEndpoint endpoint : slice.endpoints()) {
      for (String literal : endpoint.addresses()) {
        if (Addresses.usable(literal, settings.localEndpoints()) == null) {
          refused.add(literal);
        }
      }
    }
    return refused;
  }

  private static String message(Target target, SortedSet<String> refused) {
    String named =
        refused.stream()
            .limit(NAMED)
            .map(text -> Addresses.isAddress(text) ? text : text + " (no IP address)")
            .collect(Collectors.joining(", "));
    int more = refused.size() - NAMED;
    return target
        + " has endpoints at addresses that no gateway may reach, which are left out: "
        + named
        + (more > 0 ? " and " + more + " more" : "");
  }
}
