package dev.gatehouse.cli.run;

import dev.gatehouse.dataplane.compile.Features;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Decoded;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the one pod serves by its own word, and what of that has not been told yet. Used by one
 * thread.
 */
final class Served {
  private static final String RULE = "route/";

  private final Deque<Published> outstanding = new ArrayDeque<>();
  private long acknowledged = -1;
  private Map<ResourceId, Encoded> now = Map.of();
  private Map<ResourceId, Encoded> told = Map.of();

  private record Published(long sequence, FleetContent content) {}

  void published(long sequence, FleetContent content) {
    if (sequence > acknowledged) {
      outstanding.add(new Published(sequence, content));
    }
  }

  /** What the pod refuses of a version it serves as it did before, or not at all. */
  void acknowledged(Ack ack) {
    if (ack.version() == null) {
      return;
    }
    acknowledged = Math.max(acknowledged, ack.version().sequence());
    Published newest = null;
    while (!outstanding.isEmpty() && outstanding.getFirst().sequence <= acknowledged) {
      newest = outstanding.remove();
    }
    if (newest != null) {
      var next = new TreeMap<ResourceId, Encoded>(newest.content.resources());
      for (Ack.Rejection rejection : ack.rejected()) {
        next.remove(rejection.id());
        Encoded before = now.get(rejection.id());
        if (before != null) {
          next.put(rejection.id(), before);
        }
      }
      now = next;
    }
  }

  /** Whether the pod ever served what was published. */
  boolean isLive() {
    return acknowledged >= 0;
  }

  /** Whether something was published that the pod has not taken yet. */
  boolean isBehind() {
    return !outstanding.isEmpty();
  }

  /** The rules, in the order of their names. */
  List<RouteRule> rules() {
    var rules = new ArrayList<RouteRule>();
    for (Encoded encoded : now.values()) {
      if (ResourceCodec.decode(encoded, Features.SUPPORTED)
          instanceof Decoded.Known(RouteRule rule)) {
        rules.add(rule);
      }
    }
    return rules;
  }

  /** A line for each rule and set of endpoints that came, went or changed since the last call. */
  List<String> news() {
    var lines = new ArrayList<String>();
    now.forEach(
        (id, form) -> {
          Encoded before = told.get(id);
          if (!form.equals(before)) {
            add(id, before == null ? "+" : "~", lines);
          }
        });
    told.keySet().stream().filter(id -> !now.containsKey(id)).forEach(id -> add(id, "-", lines));
    told = now;
    return lines;
  }

  private void add(ResourceId id, String sign, List<String> lines) {
    String what = id.value();
    if (what.startsWith(RULE)) {
      // route/KIND/NAMESPACE/NAME/RULE
      lines.add(sign + " rule " + what.substring(what.indexOf('/', RULE.length()) + 1));
    } else if (id.isOfEndpoints()) {
      // endpoints/NAMESPACE/SERVICE/PORT
      int port = what.lastIndexOf('/');
      String target = what.substring(what.indexOf('/') + 1, port) + ":" + what.substring(port + 1);
      lines.add(sign + " endpoints of " + target + (isEmpty(now.get(id)) ? ": none" : ""));
    }
  }

  private static boolean isEmpty(@Nullable Encoded endpoints) {
    return endpoints != null
        && ResourceCodec.decode(endpoints, Features.SUPPORTED)
            instanceof Decoded.Known(EndpointSet set)
        && set.endpoints().isEmpty();
  }
}
