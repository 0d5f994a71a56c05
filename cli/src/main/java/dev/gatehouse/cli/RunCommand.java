package dev.gatehouse.cli;

import dev.gatehouse.cli.run.Console;
import dev.gatehouse.cli.run.LocalGateway;
import dev.gatehouse.cli.schema.GatewayRouteCheck;
import dev.gatehouse.cli.trial.Tried;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a folder on this machine. */
@Command(
    name = "run",
    description = {
      "Serves the routes of a folder on this machine, and takes over each change as it is saved.",
      "The same operator and data plane as in a cluster, in one process. EndpointSlices of the"
          + " subfolder local say where Services are found; those annotated with"
          + " gatehouse.dev/demo: echo get a small server that answers with what it was asked.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"1:it could not be served", "2:the command was used wrongly"},
    footer = {
      "",
      "Examples:",
      "  gatehouse run examples/quickstart",
      "  gatehouse run my-routes --http-port 9000 --admin-port 9001"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FOLDER", description = "Holds the routes and Services.")
  private Path folder = Path.of("");

  @Option(
      names = "--http-port",
      paramLabel = "N",
      converter = Port.class,
      defaultValue = "8080",
      description = "Takes the requests (${DEFAULT-VALUE}; 0 for any that is free).")
  private int httpPort = 8080;

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      converter = Port.class,
      defaultValue = "9901",
      description = "Metrics, probes and the configuration (${DEFAULT-VALUE}; 0 for any).")
  private int adminPort = 9901;

  @Option(
      names = "--gateway",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Which gateway's routes are served (${DEFAULT-VALUE}).")
  private String gateway = "default";

  @Option(
      names = "--pseudonym",
      paramLabel = "NAME",
      defaultValue = Tried.PSEUDONYM,
      description = {
        "In the Via field of requests (${DEFAULT-VALUE}). Who finds their own there answers 508, so",
        "give another name to the second of two gateways in a row."
      })
  private String pseudonym = Tried.PSEUDONYM;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (httpPort == adminPort && httpPort != 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--http-port and --admin-port are both %d; choose two ports".formatted(httpPort));
    }
    var options =
        new LocalGateway.Options(
            Folders.existing(spec.commandLine(), folder),
            gateway,
            httpPort,
            adminPort,
            pseudonym());
    LocalGateway running =
        LocalGateway.start(
            options, new GatewayRouteCheck(), new Console(spec.commandLine().getOut()));
    Runtime.getRuntime().addShutdownHook(new Thread(running::close, "drain"));
    // Ends with the process, by Ctrl-C or SIGTERM.
    new CountDownLatch(1).await();
    return 0;
  }

  private String pseudonym() {
    if (!pseudonym.matches("[A-Za-z0-9._-]+")) {
      throw new ParameterException(
          spec.commandLine(),
          "--pseudonym is \"%s\"; write letters, digits, dots and hyphens".formatted(pseudonym));
    }
    return pseudonym;
  }
}
