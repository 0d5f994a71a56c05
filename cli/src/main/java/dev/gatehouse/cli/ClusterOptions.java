package dev.gatehouse.cli;

import dev.gatehouse.cli.cluster.ClusterOperator;
import dev.gatehouse.cli.cluster.LeaderPort;
import dev.gatehouse.cli.cluster.Unreachable;
import dev.gatehouse.operator.inspect.InspectListener;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which operator of which cluster is asked. */
final class ClusterOptions {
  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Of the kubeconfig; its current one unless said.")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      defaultValue = "gatehouse-system",
      description = "Where Gatehouse is installed (${DEFAULT-VALUE}).")
  private String namespace = "gatehouse-system";

  @Option(
      names = "--lease",
      paramLabel = "NAME",
      defaultValue = "gatehouse",
      description = "By which its operators agree on who leads (${DEFAULT-VALUE}).")
  private String lease = "gatehouse";

  @Option(
      names = "--operator",
      paramLabel = "URL",
      description =
          "An operator that a port leads to already, like http://127.0.0.1:8082; no cluster is"
              + " asked then.")
  private @Nullable URI operator;

  /** Opens the way to it; the caller closes it. */
  ClusterOperator open() throws Unreachable {
    URI address = operator;
    return address == null
        ? ClusterOperator.behind(
            LeaderPort.open(new LeaderPort.Place(context, namespace, lease, InspectListener.PORT)))
        : ClusterOperator.at(address);
  }
}
