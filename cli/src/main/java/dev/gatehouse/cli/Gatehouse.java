package dev.gatehouse.cli;

import dev.gatehouse.operator.input.folder.Reasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's root. */
@Command(
    name = "gatehouse",
    description =
        "An API gateway that is described by Kubernetes resources, without a cluster or in one.",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      StatusCommand.class,
      VersionCommand.class,
      RehearseCommand.class,
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is well", "1:problems were found", "2:the command was used wrongly"},
    footer = {
      "",
      "Start with:",
      "  gatehouse run examples/quickstart",
      "",
      "'gatehouse COMMAND --help' says more about each."
    })
public final class Gatehouse implements Runnable {
  /** Problems were found. */
  public static final int PROBLEMS = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  // Held, since the logging framework forgets loggers that nobody holds.
  private static final Logger LOG = Logger.getLogger("dev.gatehouse");

  public static void main(String[] args) {
    // What goes well is said on standard output; the log is for what does not.
    LOG.setLevel(Level.WARNING);
    System.exit(commandLine().execute(args));
  }

  /** The whole command, for {@code main} and for tests. */
  public static CommandLine commandLine() {
    return new CommandLine(new Gatehouse())
        .setUsageHelpLongOptionsMaxWidth(32)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((misuse, _) -> misused(misuse))
        .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command.getErr()));
  }

  /** In a line or two: a page of help would push it off the screen. */
  private static int misused(ParameterException misuse) {
    CommandSpec command = misuse.getCommandLine().getCommandSpec();
    PrintWriter err = misuse.getCommandLine().getErr();
    err.println(misuse.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(misuse, err)) {
      err.printf("'%s --help' says how it is used.%n", command.qualifiedName());
    }
    return command.exitCodeOnInvalidInput();
  }

  private static int failed(Exception failure, PrintWriter err) {
    switch (failure) {
      case FileSystemException e ->
          err.printf("gatehouse: %s can't be read: %s%n", e.getFile(), Reasons.of(e));
      case IOException e -> err.println("gatehouse: " + e.getMessage());
      // A fault of our own: whoever mends it needs to know where it is.
      default -> failure.printStackTrace(err);
    }
    return PROBLEMS;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: run, check, explain, status or version.");
  }
}
