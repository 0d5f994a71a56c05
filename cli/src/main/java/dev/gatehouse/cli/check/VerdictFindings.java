package dev.gatehouse.cli.check;

import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.operator.input.folder.Placed;
import dev.gatehouse.operator.translate.Shadow;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.snapshot.Ack;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a cluster would say in the conditions of routes, with the lines that it is about. */
final class VerdictFindings {
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
    verdict.problems().forEach(finding -> error(route, finding));
    verdict.unresolved().forEach(finding -> error(route, finding));
    for (Shadow shadow : verdict.shadowed()) {
      Inspection.Place place = inspection.place(route, shadow.path());
      findings.add(Finding.warning(place.file(), place.line(), "Shadowed: " + shadow.message()));
    }
  }

  private void error(Placed route, dev.gatehouse.operator.translate.Finding found) {
    Inspection.Place place = inspection.place(route, found.path());
    findings.add(
        Finding.error(place.file(), place.line(), found.reason() + ": " + found.message()));
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
