package dev.gatehouse.cli;

import dev.gatehouse.cli.check.Finding;
import dev.gatehouse.cli.check.FolderCheck;
import dev.gatehouse.cli.check.Report;
import dev.gatehouse.cli.schema.GatewayRouteCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds a folder against everything that can be known without a cluster. */
@Command(
    name = "check",
    description = {
      "Holds a folder against the schema that an API server would apply, translates and compiles it"
          + " as a gateway would, and runs the cases of its subfolder tests.",
      "Prints FILE:LINE: MESSAGE for each finding.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no errors", "1:errors were found", "2:the command was used wrongly"},
    footer = {
      "",
      "A case of tests/*.yaml, where everything below expect may be left out:",
      "  - name: orders go to version 1",
      "    request: {method: GET, url: \"http://shop.example/orders/42\", headers: {x-a: \"1\"}}",
      "    expect:",
      "      rule: default/shop/orders",
      "      backends: {\"default/orders-v1:80\": 1}",
      "      forwarded: {host: shop.example, path: /orders/42, headers: {x-a: \"1\"}}",
      "      answer: {status: 404, reason: NO_ROUTE, headers: {}, body: \"\"}",
      "",
      "Examples:",
      "  gatehouse check examples/quickstart",
      "  gatehouse check examples/quickstart -o json"
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FOLDER", description = "Holds the routes and Services.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  @Override
  public Integer call() throws IOException {
    Report report =
        new FolderCheck(new GatewayRouteCheck())
            .check(Folders.existing(spec.commandLine(), folder));
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> print(report, out);
      case JSON -> out.println(Output.json(report));
    }
    return report.isWell() ? 0 : Gatehouse.PROBLEMS;
  }

  private void print(Report report, PrintWriter out) {
    for (Finding finding : report.findings()) {
      if (finding.severity() != Finding.Severity.NOTE) {
        out.println(finding);
      }
    }
    out.printf(
        "%s: %s, %s, %s: %s%n",
        folder,
        counted(report.routes(), "route"),
        counted(report.rules(), "rule"),
        counted(report.cases(), "case"),
        verdict(report));
  }

  private static String verdict(Report report) {
    long errors = report.count(Finding.Severity.ERROR);
    long warnings = report.count(Finding.Severity.WARNING);
    if (errors == 0 && warnings == 0) {
      return "all is well";
    }
    return counted(errors, "error") + ", " + counted(warnings, "warning");
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
