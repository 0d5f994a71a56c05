package dev.gatehouse.cli.check;

import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.cli.trial.Tried;
import dev.gatehouse.dataplane.proxy.HopByHop;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Matches that no request ever meets, since they ask for a header that is gone by then. */
final class DeadMatches {
  private final Inspection inspection;

  DeadMatches(Inspection inspection) {
    this.inspection = inspection;
  }

  List<Finding> find(Collection<CompiledRule> rules) {
    var found = new ArrayList<Finding>();
    for (CompiledRule rule : rules) {
      for (RequestMatch match : rule.definition().matches()) {
        for (ValueMatch header : match.headers()) {
          String why = why(header.name().toLowerCase(Locale.ROOT));
          if (why != null) {
            found.add(warning(rule.definition().origin(), header.name(), why));
          }
        }
      }
    }
    return found;
  }

  private static @Nullable String why(String name) {
    if (name.equals("host")) {
      return "the host is no header; write hostnames";
    }
    return HopByHop.isPassedOn(name)
        ? null
        : "it is dropped before rules are matched, as docs/http.md says";
  }

  private Finding warning(Origin origin, String header, String why) {
    Inspection.Place place = Objects.requireNonNull(inspection.place(origin));
    return Finding.warning(
        place.file(),
        place.line(),
        "%s has a match that no request meets, by header %s: %s"
            .formatted(Tried.name(origin), header, why));
  }
}
