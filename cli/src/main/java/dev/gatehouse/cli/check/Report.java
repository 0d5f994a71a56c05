package dev.gatehouse.cli.check;

import java.util.List;

/**
 * What a check came to.
 *
 * @param findings in the order of files and lines
 * @param rules of all routes together
 * @param cases that were run
 */
public record Report(List<Finding> findings, int routes, int rules, int cases) {
  public Report {
    findings = List.copyOf(findings);
  }

  /** How many findings there are of that severity. */
  public long count(Finding.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  public boolean isWell() {
    return count(Finding.Severity.ERROR) == 0;
  }
}
