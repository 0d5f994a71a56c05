package dev.gatehouse.cli.run;

import dev.gatehouse.operator.input.folder.Placed;
import dev.gatehouse.operator.reconcile.Standing;
import dev.gatehouse.operator.translate.Finding;
import dev.gatehouse.operator.translate.Quarantine;
import dev.gatehouse.operator.translate.RefusedAddresses;
import dev.gatehouse.operator.translate.Shadow;
import dev.gatehouse.operator.translate.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What became of a route, in words: what is wrong with it and where, then how it is served. */
final class StandingLines {
  private final String gateway;

  /**
   * For one gateway.
   *
   * @param gateway the only one that has a pod here
   */
  StandingLines(String gateway) {
    this.gateway = gateway;
  }

  /** Whether there is nothing that anybody should mend. */
  static boolean isWell(Standing standing) {
    Verdict verdict = standing.verdict();
    return verdict.isAccepted() && verdict.unresolved().isEmpty() && verdict.shadowed().isEmpty();
  }

  /** Each with the line that it is about; the last one is the verdict. */
  List<String> of(Placed route, Standing standing) {
    var lines = new ArrayList<String>();
    Verdict verdict = standing.verdict();
    verdict.problems().forEach(finding -> lines.add(line(route, finding)));
    verdict.unresolved().forEach(finding -> lines.add(line(route, finding)));
    verdict.shadowed().forEach(shadow -> lines.add(line(route, shadow)));
    String name = verdict.route().namespace() + "/" + verdict.route().name();
    lines.add(route.problem("", name + ": " + verdict(standing)).toString());
    return lines;
  }

  private String verdict(Standing standing) {
    Verdict verdict = standing.verdict();
    Quarantine quarantine = verdict.quarantine();
    if (quarantine != null) {
      return "Quarantined: its last good generation, "
          + quarantine.lastGood().generation()
          + ", serves on";
    }
    if (!verdict.isAccepted()) {
      return "Refused: nothing of it is served";
    }
    if (!verdict.fleet().equals(gateway)) {
      return "Not served here: it is for gateway " + verdict.fleet() + ", see --gateway";
    }
    return switch (standing.programming().state()) {
      case Pending, Lagging -> "Not live: the data plane has yet to take it";
      case Live ->
          verdict.unresolved().isEmpty() ? "Programmed" : "Programmed, but for " + lacks(verdict);
    };
  }

  private static String lacks(Verdict verdict) {
    return verdict.unresolved().stream().allMatch(RefusedAddresses::is)
        ? "the addresses above, which are left out"
        : "the references above: their share is answered with 500";
  }

  private static String line(Placed route, Finding finding) {
    return route.problem(finding.path(), finding.reason() + ": " + finding.message()).toString();
  }

  private static String line(Placed route, Shadow shadow) {
    return route.problem(shadow.path(), "Shadowed: " + shadow.message()).toString();
  }
}
