package dev.gatehouse.cli;

import dev.gatehouse.cli.cluster.ClusterOperator;
import dev.gatehouse.cli.explain.Account;
import dev.gatehouse.cli.explain.AccountText;
import dev.gatehouse.cli.explain.Accountant;
import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.cli.schema.GatewayRouteCheck;
import dev.gatehouse.cli.trial.TrialRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which rule takes a request and why the others don't. */
@Command(
    name = "explain",
    description = {
      "Says which rule takes a request, why the others don't, what the filters make of it and where"
          + " it goes. The data plane's own matcher and filters are asked; nothing is sent.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:a rule takes the request", "1:none does", "2:the command was used wrongly"},
    footer = {
      "",
      "Examples:",
      "  gatehouse explain examples/quickstart GET http://localhost:8080/orders/42",
      "  gatehouse explain examples/quickstart GET http://localhost:8080/orders/42 -H 'x-beta: 1'",
      "  gatehouse explain examples/matching GET http://catalogue.example/items/new -o json",
      "  gatehouse explain --cluster GET https://shop.example/orders/42"
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "2..3",
      paramLabel = "[FOLDER] METHOD URL",
      hideParamSyntax = true,
      description = {
        "FOLDER holds the routes and Services; with --cluster there is none.",
        "METHOD is one like GET, in upper case.",
        "URL is as the client has it, like https://shop.example/orders?page=2; of ws or wss, it"
            + " asks for a WebSocket."
      })
  private List<String> words = new ArrayList<>();

  @Option(names = "--cluster", description = "Ask what a cluster's pods are given.")
  private boolean inCluster;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "A header field of the request; may be given more than once.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--gateway",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Which gateway is asked, as routes name it (${DEFAULT-VALUE}).")
  private String gateway = "default";

  @ArgGroup(exclusive = false, heading = "%nWith --cluster:%n")
  private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  @Override
  public Integer call() throws IOException {
    if (words.size() != (inCluster ? 2 : 3)) {
      throw new ParameterException(
          spec.commandLine(),
          inCluster
              ? "With --cluster there is a METHOD and a URL, and no FOLDER."
              : "Say which FOLDER, METHOD and URL; or --cluster, METHOD and URL.");
    }
    TrialRequest request = request(words.get(words.size() - 2), words.getLast());
    Account account = accountant().account(request, words.getLast());
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> AccountText.of(account).forEach(out::println);
      case JSON -> out.println(Output.json(account));
    }
    return account.winner() == null ? Gatehouse.PROBLEMS : 0;
  }

  private Accountant accountant() throws IOException {
    if (inCluster) {
      try (ClusterOperator operator = cluster.open()) {
        return Accountant.of(operator.fleet(gateway));
      }
    }
    Inspection folder =
        Inspection.of(
            Folders.existing(spec.commandLine(), Path.of(words.getFirst())),
            new GatewayRouteCheck());
    folder.problems().forEach(spec.commandLine().getErr()::println);
    return Accountant.of(folder, gateway);
  }

  private TrialRequest request(String method, String url) {
    try {
      return TrialRequest.of(method, url, headers.stream().map(ExplainCommand::field).toList());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Map.Entry<String, String> field(String header) {
    int colon = header.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(
          "\"%s\" is not a header field; write it like -H 'x-beta: 1'".formatted(header));
    }
    return Map.entry(header.substring(0, colon), header.substring(colon + 1).strip());
  }
}
