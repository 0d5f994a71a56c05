package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gatehouse.crds.CrdFile;
import dev.gatehouse.e2e.apiserver.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installed, upgraded, installed once more and uninstalled, on a real API server. */
@NeedsHelm
class ChartLifeTest {
  private static final String ROUTE =
      """
      apiVersion: gatehouse.dev/v1alpha1
      kind: GatewayRoute
      metadata: {name: NAME, namespace: default}
      spec:
        rules: [{name: all, backendRefs: [{name: backend, port: 80}]}]
      """;
  private static final String NEW_FIELD = "  defaults: {timeouts: {request: 3s}}\n";

  private static final String OWN =
      "deployment,daemonset,service,configmap,secret,lease,serviceaccount,role,rolebinding,pdb,hpa,"
          + "networkpolicy,servicemonitor,prometheusrule,clusterrole,clusterrolebinding";

  private static Cluster cluster;

  @TempDir Path folder;

  @BeforeAll
  static void start(@TempDir Path home) {
    cluster = Cluster.start(home);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void clean() {
    helm("uninstall", "gatehouse", "--ignore-not-found", "-n", Cluster.NAMESPACE);
    cluster.kubectl("delete", "crd", "gatewayroutes.gatehouse.dev", "--ignore-not-found");
  }

  @Test
  void installingSaysWhatToDoNext() {
    String said = install(Chart.FOLDER, "--set=dataPlane.autoscaling.enabled=true").succeeded();

    assertTrue(
        said.contains("kubectl -n gatehouse-system rollout status deployment/gatehouse-operator"));
    assertTrue(
        said.contains("kubectl -n gatehouse-system rollout status deployment/gatehouse-default"));
    assertTrue(
        said.contains("kubectl -n default wait --for=condition=Programmed gatewayroute/hello"));
    assertTrue(
        said.contains(
            "WARNING: fleet default is to be scaled by its CPU, and this cluster has no metrics API"),
        said);
    String route = said.substring(said.indexOf("<<'EOF'\n") + 8, said.indexOf("     EOF\n"));
    cluster.eventually(
        "the route that it suggests is taken",
        () -> apply(route.stripIndent().replace("MY-SERVICE", "mine")).exitCode() == 0);
  }

  @Test
  void upgradingBringsNewFieldsAndKeepsRoutes() throws IOException {
    install(olderChart()).succeeded();
    cluster.eventually(
        "routes are taken", () -> apply(ROUTE.replace("NAME", "before")).exitCode() == 0);
    String before = uid("before");
    Kubectl.Result early = apply(ROUTE.replace("NAME", "after") + NEW_FIELD);
    assertNotEquals(0, early.exitCode());
    assertTrue(early.output().contains("unknown field \"spec.defaults\""), early.output());

    upgrade().succeeded();

    cluster.eventually(
        "the new field is taken",
        () -> apply(ROUTE.replace("NAME", "after") + NEW_FIELD).exitCode() == 0);
    assertEquals(
        "3s",
        cluster.kubectl(
            "get", "gatewayroute", "after", "-o", "jsonpath={.spec.defaults.timeouts.request}"));
    assertEquals(before, uid("before"));
  }

  /** The operator fills what Helm installs empty; an upgrade leaves that alone. */
  @Test
  void upgradingKeepsWhatTheOperatorWrote() {
    install(Chart.FOLDER).succeeded();
    patch("secret/gatehouse-push-operator", "{\"data\":{\"tls.key\":\"a2V5\"}}");
    patch("secret/gatehouse-push-dataplane", "{\"data\":{\"tls.crt\":\"Y2VydA==\"}}");
    patch(
        "lease/gatehouse",
        "{\"metadata\":{\"annotations\":{\"gatehouse.dev/epoch\":\"7\"}},\"spec\":{\"holderIdentity\":\"one\"}}");

    upgrade(
            "--set=commonLabels.upgraded=yes",
            "--set=fleets[1].name=second",
            "--set=fleets[0].name=default")
        .succeeded();

    assertEquals("a2V5", of("secret/gatehouse-push-operator", "{.data.tls\\.key}"));
    assertEquals("Y2VydA==", of("secret/gatehouse-push-dataplane", "{.data.tls\\.crt}"));
    assertEquals(
        "7 one yes",
        of(
            "lease/gatehouse",
            "{.metadata.annotations.gatehouse\\.dev/epoch} {.spec.holderIdentity} {.metadata.labels.upgraded}"));
    assertTrue(cluster.names("deployment").contains("deployment.apps/gatehouse-second"));
  }

  /** Else all pods but one would go at once, and come back one by one. */
  @Test
  void anAutoscalerBeginsWithThePodsThatThereAre() {
    install(Chart.FOLDER, "--set=dataPlane.replicas=5").succeeded();

    upgrade("--set=dataPlane.autoscaling.enabled=true").succeeded();
    assertEquals("5", of("deployment/gatehouse-default", "{.spec.replicas}"));

    patch("deployment/gatehouse-default", "{\"spec\":{\"replicas\":7}}");
    upgrade("--set=dataPlane.autoscaling.enabled=true").succeeded();
    assertEquals("7", of("deployment/gatehouse-default", "{.spec.replicas}"));
  }

  @Test
  void uninstallingLeavesRoutesAndNothingElse() {
    List<String> nothing = cluster.names(OWN);
    install(
            Chart.FOLDER,
            "--set=dataPlane.autoscaling.enabled=true,networkPolicy.enabled=true,serviceMonitor.enabled=true,"
                + "prometheusRule.enabled=true,dashboard.enabled=true")
        .succeeded();
    assertTrue(cluster.names(OWN).size() > nothing.size() + 20);
    cluster.eventually(
        "routes are taken", () -> apply(ROUTE.replace("NAME", "kept")).exitCode() == 0);

    helm("uninstall", "gatehouse", "-n", Cluster.NAMESPACE).succeeded();

    cluster.eventually(
        "what is left: " + cluster.names(OWN), () -> cluster.names(OWN).equals(nothing));
    String kept = uid("kept");

    install(Chart.FOLDER).succeeded();
    assertEquals(kept, uid("kept"), "the same release takes over the kind that it left");
  }

  @Test
  void withoutKeepItTakesEvenRoutesAlong() {
    install(Chart.FOLDER, "--set=crds.keep=false").succeeded();

    helm("uninstall", "gatehouse", "-n", Cluster.NAMESPACE).succeeded();

    cluster.eventually(
        "the kind is gone", () -> !cluster.names("crd").toString().contains("gatewayroutes"));
  }

  @Test
  void aSecondInstallationIsRefused() {
    install(Chart.FOLDER).succeeded();

    Helm.Result second =
        helm(
            "install",
            "another",
            Chart.FOLDER.toString(),
            "--set=nameOverride=other",
            "-n",
            Cluster.OTHER_NAMESPACE);

    assertEquals(1, second.exitCode(), second::output);
    assertTrue(
        second
            .errors()
            .contains(
                "this cluster has a Gatehouse already, release gatehouse in namespace gatehouse-system"),
        second::errors);
    assertEquals(
        0, cluster.names("deployment", "-n", Cluster.OTHER_NAMESPACE).size(), "nothing was begun");
  }

  @Test
  void aSecondInstallationBesideOneWithoutHelmIsRefused() {
    cluster.kubectl("apply", "-k", Kustomization.FOLDER.resolve("base").toString());
    try {
      Helm.Result second = install(Chart.FOLDER);

      assertEquals(1, second.exitCode(), second::output);
      assertTrue(
          second.errors().contains("this cluster has a Gatehouse already, installed without Helm"),
          second::errors);
    } finally {
      cluster.kubectl(
          "delete", "-k", Kustomization.FOLDER.resolve("operator").toString(), "--wait=false");
      cluster.kubectl(
          "delete", "-k", Kustomization.FOLDER.resolve("fleet").toString(), "--wait=false");
    }
  }

  /** The chart as it was before GatewayRoute had {@code spec.defaults}. */
  private Path olderChart() throws IOException {
    Path older = folder.resolve("gatehouse");
    try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, older.resolve(Chart.FOLDER.relativize(file).toString()));
      }
    }
    var yaml = new YAMLMapper();
    var definition = (ObjectNode) yaml.readTree(CrdFile.GATEWAY_ROUTE.yaml());
    var fields =
        (ObjectNode)
            definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
    assertTrue(fields.remove("defaults") != null, "the field is there today");
    Files.writeString(
        older.resolve("files/crds").resolve(CrdFile.GATEWAY_ROUTE.fileName()),
        yaml.writeValueAsString(definition));
    return older;
  }

  private static Helm.Result install(Path chart, String... options) {
    return helm(with(options, "install", "gatehouse", chart.toString(), "-n", Cluster.NAMESPACE));
  }

  private static Helm.Result upgrade(String... options) {
    return helm(
        with(options, "upgrade", "gatehouse", Chart.FOLDER.toString(), "-n", Cluster.NAMESPACE));
  }

  private static Helm.Result helm(String... arguments) {
    return cluster.helm().run(List.of(arguments));
  }

  private static String[] with(String[] options, String... command) {
    var all = new ArrayList<>(Arrays.asList(command));
    all.addAll(Arrays.asList(options));
    return all.toArray(String[]::new);
  }

  private static Kubectl.Result apply(String yaml) {
    return cluster.tryKubectlWith(yaml, "apply", "--validate=strict", "-f", "-");
  }

  private static String uid(String route) {
    return cluster.kubectl("get", "gatewayroute", route, "-o", "jsonpath={.metadata.uid}");
  }

  private static void patch(String object, String by) {
    cluster.kubectl("patch", object, "-n", Cluster.NAMESPACE, "--type=merge", "-p", by);
  }

  private static String of(String object, String path) {
    return cluster.kubectl("get", object, "-n", Cluster.NAMESPACE, "-o", "jsonpath=" + path);
  }
}
