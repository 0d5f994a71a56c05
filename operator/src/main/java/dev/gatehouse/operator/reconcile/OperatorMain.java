package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.publish.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator as a process of its own. Exits with 2 for options that can't be used, with 1 where
 * it can't listen; an API server that is away is no reason to. Help is no start, and exits with 0.
 */
public final class OperatorMain {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

  /** The fleet is part of the name, so that two fleets may each have a pod of one name. */
  private static final Pattern POD =
      Pattern.compile("(?<name>(?:(?<fleet>[^/=]+)/)?[^/=]+)=(?<address>.+)");

  static final String USAGE =
      """
      Turns routes into snapshots and pushes them to data-plane pods. It finds the API server as
      kubectl does: by KUBECONFIG, ~/.kube/config, or the service account of its pod.

      Options, each also by an environment variable GATEHOUSE_..., like GATEHOUSE_PUSH_PORT:
        --namespace NAME              of this operator: its Lease and its pods (gatehouse-system)
        --push-port N                 of data-plane pods that are found by label (9901)
        --health-port N               for /livez, /readyz and /metrics (8081)
        --pod NAME=http://HOST:PORT   a data-plane pod at a fixed address, instead of by label;
                                      FLEET/NAME=... for another fleet than "default"; repeatable,
                                      in the environment with commas between
        --help                        this text
      """;

  private OperatorMain() {}

  public static void main(String[] args) {
    int status = run(List.of(args), System.getenv(), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Returns 0 with the operator running, or after help. */
  static int run(
      List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
    if (args.contains("--help")) {
      out.print(USAGE);
      return 0;
    }
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
    var pods = new HashMap<String, Pod>();
    for (String text : named) {
      Pod pod = pod(text.strip());
      if (pods.put(pod.name(), pod) != null) {
        throw new IllegalArgumentException("--pod " + pod.name() + " is there twice");
      }
    }
    return Set.copyOf(pods.values());
  }

  private static Pod pod(String text) {
    Matcher parts = POD.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("--pod needs NAME=http://HOST:PORT, not " + text);
    }
    String fleet = Objects.requireNonNullElse(parts.group("fleet"), "default");
    return new Pod(parts.group("name"), fleet, address(parts.group("address"), text), true);
  }

  private static URI address(String address, String text) {
    try {
      var uri = new URI(address);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw notAnAddress(text, e);
    }
    throw notAnAddress(text, null);
  }

  private static IllegalArgumentException notAnAddress(
      String text, @Nullable URISyntaxException cause) {
    return new IllegalArgumentException(
        "--pod " + text + ": the address is not like http://10.1.2.3:9901", cause);
  }
}
