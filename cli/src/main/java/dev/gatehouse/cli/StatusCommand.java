package dev.gatehouse.cli;

import dev.gatehouse.cli.cluster.ClusterOperator;
import dev.gatehouse.cli.cluster.StatusText;
import dev.gatehouse.operator.inspect.OperatorReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how far each pod of a cluster is. */
@Command(
    name = "status",
    description = {
      "Says what each fleet of a cluster should serve, which version each of its pods does serve,"
          + " and what pods refuse. The operator that leads is asked, through your kubeconfig: you"
          + " need to be allowed to get its Lease and to create pods/portforward beside it.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every pod serves all of the newest version",
      "1:one does not, or nobody can be asked",
      "2:the command was used wrongly"
    },
    footer = {
      "",
      "Examples:",
      "  gatehouse status",
      "  gatehouse status -n edge --context production -o json"
    })
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  @Override
  public Integer call() throws IOException {
    try (ClusterOperator operator = cluster.open()) {
      OperatorReport report = operator.report();
      StatusText.Told told = StatusText.of(operator.name(), report);
      PrintWriter out = spec.commandLine().getOut();
      switch (output) {
        case TEXT -> told.lines().forEach(out::println);
        case JSON -> out.println(Output.json(report));
      }
      return told.well() ? 0 : Gatehouse.PROBLEMS;
    }
  }
}
