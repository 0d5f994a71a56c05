package dev.gatehouse.cli.check;

import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.operator.input.folder.Placed;
import dev.gatehouse.operator.translate.Shadow;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.snapshot.Ack;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a cluster would say in the conditions of routes, with the lines that it is about. */
final class VerdictFindings {
  /** Messages begin with the field that they are about. */
  private static final Pattern FIELD =
      Pattern.compile("(spec\\.[\\w.\\[\\]]+)\\b.*", Pattern.DOTALL);

  private final Inspection inspection;
  private final List<Finding> findings = new ArrayList<>();

  VerdictFindings(Inspection inspection) {
    this.inspection = inspection;
  }

  List<Finding> find() {
    inspection.translation().verdicts().values().forEach(this::add);
    inspection
        .fleets()
        .values()
        .forEach(fleet -> fleet.rejected().forEach(rejection -> add(rejection)));
    return findings;
  }

  private void add(Verdict verdict) {
    Placed route = Objects.requireNonNull(inspection.objects().get(verdict.route()));
    verdict.problems().forEach(finding -> error(route, finding.reason(), finding.message()));
    verdict.unresolved().forEach(finding -> error(route, finding.reason(), finding.message()));
    for (Shadow shadow : verdict.shadowed()) {
      Inspection.Place place = inspection.place(route, "spec.rules[" + shadow.rule() + "]");
      findings.add(
          Finding.warning(
              place.file(),
              place.line(),
              "Shadowed: rule %s takes no request, since %s would take them all"
                  .formatted(shadow.rule(), String.join(" and ", shadow.by()))));
    }
  }

  private void error(Placed route, String reason, String message) {
    Matcher field = FIELD.matcher(message);
    Inspection.Place place = inspection.place(route, field.matches() ? field.group(1) : "");
    findings.add(Finding.error(place.file(), place.line(), reason + ": " + message));
  }

  private void add(Ack.Rejection rejection) {
    findings.add(
        Finding.error(
            ".",
            0,
            "a pod would refuse %s: %s: %s"
                .formatted(rejection.id(), rejection.reason(), rejection.message())));
  }
}
