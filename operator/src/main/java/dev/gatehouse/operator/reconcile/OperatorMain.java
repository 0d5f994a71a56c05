package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.identity.IdentitySettings;
import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.lead.LeaseSettings;
import dev.gatehouse.operator.publish.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
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

  private static final Set<String> OPTIONS =
      Set.of(
          "--namespace",
          "--push-port",
          "--health-port",
          "--inspect-port",
          "--push-operator-secret",
          "--push-dataplane-secret",
          "--pod",
          "--lease",
          "--identity",
          "--lease-duration",
          "--renew-deadline",
          "--retry-period");

  static final String USAGE =
      """
      Turns routes into snapshots and pushes them to data-plane pods. It finds the API server as
      kubectl does: by KUBECONFIG, ~/.kube/config, or the service account of its pod.

      Options, each also by an environment variable GATEHOUSE_..., like GATEHOUSE_PUSH_PORT:
        --namespace NAME              of this operator: its Lease and its pods (gatehouse-system)
        --push-port N                 of data-plane pods that are found by label (9901)
        --health-port N               for /livez, /readyz and /metrics (8081)
        --inspect-port N              on loopback, for gatehouse status and explain --cluster (8082)
        --push-operator-secret NAME   of the Secrets that the certificates of the push channel are
        --push-dataplane-secret NAME  kept in, the operator's own and the one that pods mount; with
                                      neither, pods are pushed to in the clear
        --pod NAME=http://HOST:PORT   a data-plane pod at a fixed address, instead of by label;
                                      FLEET/NAME=... for another fleet than "default"; https://
                                      with the two above; repeatable, in the environment with
                                      commas between
        --lease NAME                  of the Lease by which one of several operators leads (gatehouse)
        --identity NAME               of this operator in the Lease (the host's name)
        --lease-duration TIME         for which others let a leader be that is silent (15s)
        --renew-deadline TIME         after which a leader that can't renew stops (10s)
        --retry-period TIME           between two attempts to lead, or to renew (2s)
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
    var options = new Options(args, environment, OPTIONS);
    var standard = OperatorSettings.standard(options.text("--identity", hostName(environment)));
    var lease = standard.lease();
    return new OperatorSettings(
        options.text("--namespace", standard.namespace()),
        new LeaseSettings(
            options.text("--lease", lease.name()),
            lease.identity(),
            options.duration("--lease-duration", lease.duration()),
            options.duration("--renew-deadline", lease.renewDeadline()),
            options.duration("--retry-period", lease.retryPeriod())),
        pods(options.all("--pod")),
        new OperatorSettings.Ports(
            options.port("--push-port", standard.ports().push()),
            options.port("--health-port", standard.ports().health()),
            options.port("--inspect-port", standard.ports().inspect())),
        identities(
            options.text("--push-operator-secret", ""),
            options.text("--push-dataplane-secret", "")),
        standard.programmedWithin(),
        standard.view(),
        standard.publish());
  }

  private static @Nullable IdentitySettings identities(String operator, String dataPlane) {
    if (operator.isEmpty() && dataPlane.isEmpty()) {
      return null;
    }
    if (operator.isEmpty() || dataPlane.isEmpty() || operator.equals(dataPlane)) {
      throw new IllegalArgumentException(
          "--push-operator-secret and --push-dataplane-secret have to name one Secret each");
    }
    return IdentitySettings.of(operator, dataPlane);
  }

  /** In a pod that of the pod. */
  private static String hostName(Map<String, String> environment) {
    String told = environment.get("HOSTNAME");
    if (told != null && !told.isEmpty()) {
      return told;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "this host has no name; give --identity, which the Lease shows as its holder", e);
    }
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
      boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (known && uri.getHost() != null && uri.getPort() > 0) {
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
