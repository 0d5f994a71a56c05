package dev.gatehouse.cli;

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
      "  gatehouse explain examples/matching GET http://catalogue.example/items/new -o json"
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FOLDER", description = "Holds the routes and Services.")
  private Path folder = Path.of("");

  @Parameters(index = "1", paramLabel = "METHOD", description = "Like GET; in upper case.")
  private String method = "";

  @Parameters(
      index = "2",
      paramLabel = "URL",
      description = "As the client has it, like https://shop.example/orders?page=2.")
  private String url = "";

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

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  @Override
  public Integer call() throws IOException {
    Inspection inspection =
        Inspection.of(Folders.existing(spec.commandLine(), folder), new GatewayRouteCheck());
    PrintWriter err = spec.commandLine().getErr();
    inspection.problems().forEach(err::println);
    Account account = account(inspection);
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> AccountText.of(account).forEach(out::println);
      case JSON -> out.println(Output.json(account));
    }
    return account.winner() == null ? Gatehouse.PROBLEMS : 0;
  }

  private Account account(Inspection inspection) {
    try {
      TrialRequest request =
          TrialRequest.of(method, url, headers.stream().map(ExplainCommand::field).toList());
      return new Accountant(inspection, gateway).account(request, url);
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
