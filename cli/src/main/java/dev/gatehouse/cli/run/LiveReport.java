package dev.gatehouse.cli.run;

import dev.gatehouse.operator.input.folder.FolderState;
import dev.gatehouse.operator.input.folder.Placed;
import dev.gatehouse.operator.input.folder.Problem;
import dev.gatehouse.operator.translate.Finding;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.operator.translate.Quarantine;
import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.snapshot.Decoded;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.RouteRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says what is served, and what became of each change. */
final class LiveReport implements LocalOperator.Listener {
  private static final int CURL_LINES = 8;

  private final Console console;
  private final String title;
  private final int port;
  private Set<String> complaints = Set.of();
  private boolean begun;

  /**
   * A report for one gateway.
   *
   * @param title what is served and where
   * @param port of the traffic listener
   */
  LiveReport(Console console, String title, int port) {
    this.console = console;
    this.title = title;
    this.port = port;
  }

  @Override
  public void live(FolderState folder, FleetContent before, Delta delta, Translation translation) {
    var lines = new ArrayList<String>();
    if (begun) {
      lines.addAll(RuleChanges.of(before.resources(), delta));
    } else {
      begun = true;
      lines.addAll(beginning(delta));
    }
    lines.addAll(news(complaints(folder, translation)));
    console.say(lines);
  }

  @Override
  public void failing(String reason, String message) {
    console.say("the data plane takes no snapshot: " + reason + ": " + message);
  }

  private List<String> beginning(Delta delta) {
    List<RouteRule> rules =
        delta.upserted().values().stream()
            .sorted((one, other) -> one.id().compareTo(other.id()))
            .map(LiveReport::rule)
            .flatMap(List::stream)
            .toList();
    var lines = new ArrayList<String>();
    lines.add(title + ": " + rules.size() + (rules.size() == 1 ? " rule" : " rules"));
    lines.add("");
    rules.stream()
        .flatMap(rule -> CurlLines.of(rule, port).stream())
        .distinct()
        .limit(CURL_LINES)
        .forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add("Changes of the folder are taken over as they are saved. Ctrl-C ends it.");
    return lines;
  }

  private static List<RouteRule> rule(Encoded encoded) {
    return ResourceCodec.decode(encoded, Set.of()) instanceof Decoded.Known(RouteRule rule)
        ? List.of(rule)
        : List.of();
  }

  /** What is new among the complaints, and that the others are settled. */
  private List<String> news(List<String> now) {
    var lines = new ArrayList<String>();
    now.stream().filter(line -> !complaints.contains(line)).forEach(lines::add);
    if (now.isEmpty() && !complaints.isEmpty()) {
      lines.add("no problems are left");
    }
    complaints = new HashSet<>(now);
    return lines;
  }

  private static List<String> complaints(FolderState folder, Translation translation) {
    var lines = new ArrayList<String>();
    for (Problem problem : folder.problems()) {
      lines.add(problem.toString());
    }
    folder.kept().stream()
        .filter(file -> !folder.files().getOrDefault(file, List.of()).isEmpty())
        .forEach(file -> lines.add(file + ": its last good state serves on"));
    for (Verdict verdict : translation.verdicts().values()) {
      Placed route = folder.objects().get(verdict.route());
      if (route != null) {
        complain(verdict, route, lines);
      }
    }
    return lines;
  }

  private static void complain(Verdict verdict, Placed route, List<String> lines) {
    for (List<Finding> findings : List.of(verdict.problems(), verdict.unresolved())) {
      for (Finding finding : findings) {
        lines.add(route.problem("", finding.reason() + ": " + finding.message()).toString());
      }
    }
    Quarantine quarantine = verdict.quarantine();
    if (quarantine != null) {
      lines.add(route.problem("", "Quarantined: its last good state serves on").toString());
    }
  }
}
