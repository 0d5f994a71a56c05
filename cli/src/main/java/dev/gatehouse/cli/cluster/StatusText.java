package dev.gatehouse.cli.cluster;

import dev.gatehouse.operator.inspect.OperatorReport;
import dev.gatehouse.operator.publish.FleetReport;
import dev.gatehouse.operator.publish.PodReport;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator's report for people. */
public final class StatusText {
  private static final String INDENT = " ".repeat(10);

  private final List<String> lines = new ArrayList<>();
  private boolean well = true;

  private StatusText() {}

  /**
   * The text.
   *
   * @param well whether nothing is amiss: every pod serves the newest version, and all of it
   */
  public record Told(List<String> lines, boolean well) {
    public Told {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Tells of an operator.
   *
   * @param operator its name
   */
  public static Told of(String operator, OperatorReport report) {
    var text = new StatusText();
    text.add("operator", operator + (report.leads() ? " leads" : " stands by: nothing is pushed"));
    text.wrongIf(!report.leads());
    report.problems().forEach(text::problem);
    report.fleets().forEach(text::fleet);
    if (report.fleets().isEmpty()) {
      text.add("fleet", "none: no route names a gateway, and no pod is there");
    }
    return new Told(text.lines, text.well);
  }

  private void problem(String problem) {
    add("problem", problem);
    well = false;
  }

  private void fleet(FleetReport fleet) {
    SnapshotVersion version = fleet.version();
    add(
        "fleet",
        version == null
            ? fleet.name() + ": nothing is published to it, since no route names it"
            : "%s: version %s, %d resources".formatted(fleet.name(), version, fleet.resources()));
    if (fleet.pods().isEmpty()) {
      problem("no pod serves " + fleet.name());
    }
    fleet.pods().forEach(pod -> pod(version, pod));
  }

  private void pod(@Nullable SnapshotVersion version, PodReport pod) {
    Ack ack = pod.serves();
    SnapshotVersion serves = ack == null ? null : ack.version();
    var line = new StringBuilder(pod.name());
    line.append(pod.ready() ? ": " : ", not Ready: ");
    line.append(serves == null ? "serves nothing yet" : "serves " + serves);
    line.append(lag(version, serves));
    if (ack != null && ack.restored()) {
      line.append(", restored from its disk and not confirmed");
    }
    add("pod", line.toString());
    wrongIf(version != null && !version.equals(serves));
    if (pod.failing() != null) {
      more(pod.failing().reason() + ": " + pod.failing().message());
    }
    if (ack != null) {
      ack.rejected()
          .forEach(
              refused ->
                  more(
                      "refuses %s: %s: %s"
                          .formatted(refused.id(), refused.reason(), refused.message())));
    }
  }

  private static String lag(@Nullable SnapshotVersion version, @Nullable SnapshotVersion serves) {
    if (version == null || serves == null || version.equals(serves)) {
      return "";
    }
    return version.epoch() == serves.epoch()
        ? ", %d versions behind".formatted(version.sequence() - serves.sequence())
        : ", which another leader published";
  }

  private void more(String text) {
    lines.add(INDENT + text);
    well = false;
  }

  private void wrongIf(boolean wrong) {
    well &= !wrong;
  }

  private void add(String label, String text) {
    lines.add(label + " ".repeat(INDENT.length() - label.length()) + text);
  }
}
