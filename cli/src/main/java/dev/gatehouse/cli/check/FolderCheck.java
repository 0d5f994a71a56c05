package dev.gatehouse.cli.check;

import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.operator.input.folder.ObjectCheck;
import dev.gatehouse.operator.input.folder.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** Everything that can be known of a folder. */
public final class FolderCheck {
  private final ObjectCheck schema;

  /**
   * Prepares checks of any number of folders.
   *
   * @param schema what an API server would say to each object
   */
  public FolderCheck(ObjectCheck schema) {
    this.schema = schema;
  }

  /**
   * Checks a folder.
   *
   * @throws IOException if it can't be listed
   */
  public Report check(Path folder) throws IOException {
    Inspection inspection = Inspection.of(folder, schema);
    var findings = new TreeSet<Finding>();
    for (Problem problem : inspection.problems()) {
      findings.add(
          Finding.error(inspection.relative(problem.file()), problem.line(), problem.message()));
    }
    for (Problem warning : inspection.content().warnings()) {
      findings.add(
          Finding.warning(inspection.relative(warning.file()), warning.line(), warning.message()));
    }
    for (Problem note : inspection.content().notes()) {
      findings.add(
          new Finding(
              Finding.Severity.NOTE,
              inspection.relative(note.file()),
              note.line(),
              note.message()));
    }
    findings.addAll(new VerdictFindings(inspection).find());
    inspection
        .fleets()
        .values()
        .forEach(
            fleet -> {
              findings.addAll(new Ties(inspection).find(fleet.rules().values()));
              findings.addAll(new DeadMatches(inspection).find(fleet.rules().values()));
            });
    CaseReader cases = new CaseReader(folder).read();
    findings.addAll(cases.problems());
    var runner = new CaseRunner(inspection);
    cases.cases().forEach(located -> findings.addAll(runner.run(located)));
    return new Report(
        List.copyOf(findings),
        inspection.translation().verdicts().size(),
        inspection.fleets().values().stream().mapToInt(fleet -> fleet.rules().size()).sum(),
        cases.cases().size());
  }
}
