package dev.gatehouse.cli.check;

import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.cli.trial.Trial;
import dev.gatehouse.cli.trial.Tried;
import java.util.List;

/** Runs cases against what the folder comes to. */
final class CaseRunner {
  private final Inspection inspection;

  CaseRunner(Inspection inspection) {
    this.inspection = inspection;
  }

  /** A finding for each difference. */
  List<Finding> run(CaseReader.Located located) {
    ExpectCase test = located.test();
    return differences(test).stream()
        .map(
            difference ->
                Finding.error(
                    located.file(),
                    located.line(),
                    "\"%s\": %s".formatted(test.name(), difference)))
        .toList();
  }

  private List<String> differences(ExpectCase test) {
    Trial trial;
    try {
      trial = Tried.of(inspection.fleet(test.fleet()), test.request().toTry()).trial();
    } catch (IllegalArgumentException e) {
      return List.of("the request can't be tried: " + e.getMessage());
    }
    return Differences.between(test.expect(), trial);
  }
}
