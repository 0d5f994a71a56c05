package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.publish.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator as a process of its own. Exits with 2 for options that can't be used, with 1 where
 * it can't listen; an API server that is away is no reason to.
 */
public final class OperatorMain {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

  static final String USAGE =
      """
      Options, each also by an environment variable GATEHOUSE_..., like GATEHOUSE_PUSH_PORT:
        --namespace NAME              of this operator: its Lease and its pods (gatehouse-system)
        --push-port N                 of data-plane pods that are found by label (9901)
        --health-port N               for /livez, /readyz and /metrics (8081)
        --pod NAME=http://ADDRESS     a data-plane pod at a fixed address, instead of by label;
                                      FLEET/NAME=... for another fleet than "default"; repeatable
      """;

  private OperatorMain() {}

  public static void main(String[] args) {
    int status = run(List.of(args), System.getenv(), System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Returns 0 with the operator running. */
  static int run(List<String> args, Map<String, String> environment, PrintStream err) {
    OperatorSettings settings;
    try {
      settings = settings(args, environment);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(USAGE);
      return 2;
    }
    KubernetesClient client = OperatorClient.of(Config.autoConfigure(null));
    try {
      GatehouseOperator operator = GatehouseOperator.start(client, settings);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> goDown(operator, client), "gatehouse-shutdown"));
      LOG.info("Started; health is on port {}", operator.healthPort());
      return 0;
    } catch (RuntimeException e) {
      err.println("can't start: " + e.getMessage());
      client.close();
      return 1;
    }
  }

  private static void goDown(GatehouseOperator operator, KubernetesClient client) {
    operator.close();
    client.close();
  }

  /**
   * Reads flags, then the environment, then defaults.
   *
   * @throws IllegalArgumentException with a sentence that says which option is wrong
   */
  static OperatorSettings settings(List<String> args, Map<String, String> environment) {
    var standard = OperatorSettings.STANDARD;
    String namespace = environment.getOrDefault("GATEHOUSE_NAMESPACE", standard.namespace());
    String pushPort = environment.getOrDefault("GATEHOUSE_PUSH_PORT", "" + standard.pushPort());
    String healthPort =
        environment.getOrDefault("GATEHOUSE_HEALTH_PORT", "" + standard.healthPort());
    var pods = new ArrayList<String>();
    String named = environment.get("GATEHOUSE_POD");
    if (named != null) {
      pods.addAll(List.of(named.split(",")));
    }
    for (int i = 0; i < args.size(); i += 2) {
      String option = args.get(i);
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException("option " + option + " needs a value");
      }
      String value = args.get(i + 1);
      switch (option) {
        case "--namespace" -> namespace = value;
        case "--push-port" -> pushPort = value;
        case "--health-port" -> healthPort = value;
        case "--pod" -> pods.add(value);
        default -> throw new IllegalArgumentException("unknown option: " + option);
      }
    }
    return new OperatorSettings(
        namespace,
        pods(pods),
        port("--push-port", pushPort),
        port("--health-port", healthPort),
        standard.programmedWithin(),
        standard.view(),
        standard.publish());
  }

  private static int port(String option, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " is not a port: " + text, e);
    }
    throw new IllegalArgumentException(option + " is not a port: " + text);
  }

  private static Set<Pod> pods(List<String> named) {
    var pods = new HashSet<Pod>();
    for (String pod : named) {
      int equals = pod.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("--pod needs NAME=http://ADDRESS, not " + pod);
      }
      String name = pod.substring(0, equals);
      int slash = name.indexOf('/');
      String fleet = slash < 0 ? "default" : name.substring(0, slash);
      pods.add(new Pod(name, fleet, URI.create(pod.substring(equals + 1)), true));
    }
    return pods;
  }
}
