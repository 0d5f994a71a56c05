package dev.gatehouse.operator.input.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderReaderTest {
  static final String ROUTE =
      """
      apiVersion: gatehouse.dev/v1alpha1
      kind: GatewayRoute
      metadata:
        name: orders
      spec:
        rules:
        - name: all
          backendRefs:
          - name: orders
            port: 80
      """;

  static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: orders, namespace: shop}
      spec:
        ports: [{name: http, port: 80, targetPort: web}]
      """;

  @TempDir Path folder;

  @Test
  void readsAllDocumentsOfAFileAndTheLocalFolder() throws IOException {
    write("a.yaml", "# a comment\n---\n" + ROUTE + "---\n---\n" + SERVICE);
    write(
        "local/slices.yml",
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        addressType: IPv4
        metadata: {name: orders-1, namespace: shop, labels: {kubernetes.io/service-name: orders}}
        ports: [{name: http, port: 9001}]
        endpoints:
        - addresses: [127.0.0.1]
        - {addresses: [127.0.0.2], conditions: {ready: false, serving: true, terminating: true}}
        """);
    write("tests/expect.yaml", "nothing that is an object");
    write("deeper/b.yaml", ROUTE);
    write(".hidden.yaml", "{{");
    write("notes.txt", "{{");

    FolderContent content = read();

    assertEquals(List.of(), content.problems());
    assertEquals(
        Set.of(
            new ObjectKey("GatewayRoute", "default", "orders"),
            ObjectKey.service("shop", "orders"),
            new ObjectKey("EndpointSlice", "shop", "orders-1")),
        content.objects().keySet());
    var service = (ServiceObject) object("Service", "shop", "orders");
    assertEquals(List.of(ClusterObject.ServicePort.tcp("http", 80)), service.ports());
    var slice = (SliceObject) object("EndpointSlice", "shop", "orders-1");
    assertEquals(
        List.of(
            new ClusterObject.SliceEndpoint(List.of("127.0.0.1"), true, true, false),
            new ClusterObject.SliceEndpoint(List.of("127.0.0.2"), false, true, true)),
        slice.endpoints());
    var spec =
        (GatewayRouteSpec) ((RouteObject) object("GatewayRoute", "default", "orders")).spec();
    assertEquals("all", requireNonNull(spec.rules()).getFirst().name());
  }

  @Test
  void namesTheLineThatIsNotYaml() throws IOException {
    write("a.yaml", ROUTE + "---\nkind: [1, 2\nmetadata: x\n");

    List<Problem> problems = read().problems();

    assertEquals(1, problems.size());
    assertEquals(13, problems.getFirst().line());
    assertTrue(problems.getFirst().message().startsWith("isn't YAML: "), problems.toString());
    assertEquals(1, read().objects().size(), "what came before it is read");
  }

  @Test
  void namesUnknownFieldsWithTheirLines() throws IOException {
    write("a.yaml", ROUTE.replace("port: 80", "prot: 80\n      port: 80\n  hostnam: x"));
    write("b.yaml", SERVICE.replace("spec:", "spec:\n  selektor: {app: x}"));

    assertProblems(
        "a.yaml:10: unknown field \"spec.rules[0].backendRefs[0].prot\"",
        "a.yaml:12: unknown field \"spec.hostnam\"",
        "b.yaml:5: unknown field \"spec.selektor\"");
  }

  @Test
  void namesWhatHasTheWrongType() throws IOException {
    write("a.yaml", ROUTE.replace("port: 80", "port: many"));
    write("b.yaml", SERVICE.replace("name: orders,", "name: orders, labels: {version: 1.0},"));
    write("c.yaml", SERVICE.replace("ports: [", "ports: ").replace("}]", "}"));
    write("d.yaml", SERVICE.replace("[{name: http, port: 80, targetPort: web}]", "[80]"));
    write("e.yaml", SERVICE + "  publishNotReadyAddresses: []\n");

    assertProblems(
        "a.yaml:10: spec.rules[0].backendRefs[0].port has to be a whole number",
        "b.yaml:3: metadata.labels.version has to be text: put it in quotes",
        "c.yaml:5: spec.ports has to be a list",
        "d.yaml:5: spec.ports[0] has to be an object",
        "e.yaml:6: spec.publishNotReadyAddresses has to be true or false");
  }

  @Test
  void namesTheCharacterThatYamlDoesNotTake() throws IOException {
    write("a.yaml", ROUTE.replace("name: all", "name: a\0ll"));
    write("b.yaml", ROUTE.replace("name: all", "name: a\u0007ll"));
    Files.write(folder.resolve("c.yaml"), (ROUTE + "# \u00e9").getBytes(ISO_8859_1));
    Files.write(folder.resolve("d.yaml"), ROUTE.getBytes(UTF_16));

    assertProblems(
        "a.yaml:7: holds the character U+0000, which YAML takes only in quotes and as \"\\u0000\"",
        "b.yaml:7: holds the character U+0007, which YAML takes only in quotes and as \"\\u0007\"",
        "c.yaml:11: isn't text in UTF-8",
        "d.yaml:1: isn't text in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "[{a: "})
  void refusesWhatIsNestedTooDeep(String level) throws IOException {
    write("a.yaml", ROUTE + "---\nkind:\n  " + level.repeat(10_000));

    assertProblems("a.yaml:13: is nested more than 100 levels deep");
    assertEquals(1, read().objects().size(), "what came before it is read");
  }

  @Test
  void refusesAnAliasOfWhatItStandsIn() throws IOException {
    write("a.yaml", "a: &a [*a]\n");

    assertProblems("a.yaml:1: is nested more than 100 levels deep");
  }

  @Test
  void takesAnyNumberOfAliasesThatStaySmall() throws IOException {
    var text =
        new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a}\ndata: {}\n");
    text.append("x: [").repeat("*m, ", 500).append("]\n");
    write("a.yaml", text.toString());

    assertProblems("a.yaml:5: unknown field \"x\"");
  }

  @Test
  void readsTenThousandDocuments() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("---\n").append(SERVICE.replace("name: orders", "name: orders-" + i));
    }
    write("a.yaml", text + "---\nkind: What\n");

    assertProblems("a.yaml:60002: isn't a Kubernetes object: it needs apiVersion and kind");
    assertEquals(10_000, read().objects().size());
  }

  @Test
  void showsWhatTerminalsWouldActOn() {
    assertEquals(
        "a.yaml:1: not \\u001b[2J\\n\\tor \\u0000",
        new Problem(Path.of("a.yaml"), 1, "not \u001b[2J\n\tor \0").toString());
  }

  @Test
  void tellsUnknownKindsFromThoseForACluster() throws IOException {
    write("a.yaml", ROUTE.replace("GatewayRoute", "GatewayRout"));
    write("b.yaml", ROUTE.replace("v1alpha1", "v1"));
    write("c.yaml", "apiVersion: v1\nkind: Servic\nmetadata: {name: x}\n");
    write("d.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n");
    write("e.yaml", "just: words\n");
    write("f.yaml", "apiVersion: v1\nkind: EndpointSlice\nmetadata: {name: x}\n");

    assertProblems(
        "a.yaml:2: there is no GatewayRout in gatehouse.dev/v1alpha1; known is GatewayRoute in"
            + " gatehouse.dev/v1alpha1",
        "b.yaml:2: there is no GatewayRoute in gatehouse.dev/v1; known is GatewayRoute in"
            + " gatehouse.dev/v1alpha1",
        "c.yaml:2: unknown kind: Servic in v1",
        "e.yaml:1: isn't a Kubernetes object: it needs apiVersion and kind",
        "f.yaml:2: there is no EndpointSlice in v1; write \"apiVersion: discovery.k8s.io/v1\"");
    assertEquals(
        folder.resolve("d.yaml")
            + ":1: Deployment is for a cluster and does nothing here: left out",
        read().notes().getFirst().toString());
  }

  @Test
  void takesTheFirstOfTwoAndNamesBothPlaces() throws IOException {
    write("a.yaml", "\n" + ROUTE);
    write("b.yaml", ROUTE);

    assertProblems(
        "b.yaml:1: GatewayRoute default/orders is here twice, first in "
            + folder.resolve("a.yaml")
            + ":2");
  }

  @Test
  void refusesAFieldThatIsThereTwice() throws IOException {
    write("a.yaml", ROUTE + "spec: {}\n");

    assertProblems("a.yaml:11: field \"spec\" is here twice, first in line 5");
  }

  @Test
  void refusesWhatNoClusterWouldStore() throws IOException {
    String huge = ROUTE.replace("name: all", "name: " + "a".repeat(5_000_000));
    write("a.yaml", huge + "---\n" + huge + "---\n" + ROUTE + "spec: {}\n");
    write("b.yaml", SERVICE.replace("name: orders", "name: Orders"));
    write("c.yaml", SERVICE);

    assertProblems(
        "a.yaml:1: the object has 5.0 MB, comments and all; a cluster takes 1.5 MB at most",
        "a.yaml:11: the object has 5.0 MB, comments and all; a cluster takes 1.5 MB at most",
        "a.yaml:33: field \"spec\" is here twice, first in line 27",
        "b.yaml:3: not a name that Kubernetes takes: Orders");
    assertEquals(1, read().objects().size());
  }

  @Test
  void boundsAliases() throws IOException {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    write("a.yaml", bomb.toString());

    assertProblems("a.yaml:1: holds or repeats too much: aliases (*name) may not grow like that");
  }

  @Test
  void takesListsApartAndReadsTabbedJson() throws IOException {
    write(
        "a.json",
        """
        {
        \t"apiVersion": "v1",
        \t"kind": "List",
        \t"items": [
        \t\t{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}},
        \t\t{"apiVersion": "v1", "kind": "Namespac", "metadata": {"name": "shop"}}
        \t]
        }
        """);

    assertProblems("a.json:6: unknown kind: Namespac in v1");
    assertEquals(Set.of(new ObjectKey("Namespace", "", "shop")), read().objects().keySet());
  }

  @Test
  void asksTheCheckAndFindsItsLines() throws IOException {
    write("a.yaml", ROUTE);
    ObjectCheck check =
        object ->
            List.of(
                new ObjectCheck.Finding("spec.rules[0].backendRefs[0].port", "too low"),
                new ObjectCheck.Finding("/spec/rules/0/filters", "too few"));

    FolderContent content = new FolderReader(check).read(folder);

    assertEquals(
        List.of("10: too low", "7: too few"),
        content.problems().stream().map(p -> p.line() + ": " + p.message()).toList());
    assertEquals(Set.of(), content.objects().keySet());
  }

  @Test
  void readsWordsAsKubectlDoes() throws IOException {
    Path file =
        write(
            "a.yaml",
            """
            data: [y, n, yes, On, 010, 0o10, 1_000, 0x1F, 0b11, 1e3, 1., .5, +5, 12:30:45,
              2001-01-01, ~, "null", 0.10, 99999999999999999999, -0, True, tRue, 1.0, !!str 5]
            5: a
            true: b
            """);

    // What "kubectl annotate --local -o json" of Kubernetes 1.35 makes of the same text.
    assertEquals(
        """
        {"data":[true,false,true,true,8,8,1000,31,3,1000,1,0.5,5,"12:30:45","2001-01-01",null,\
        "null",0.1,1.0E20,0,true,"tRue",1,"5"],"5":"a","true":"b"}""",
        YamlFile.read(file).objects().getFirst().json().toString());
  }

  @Test
  void mergesWhereItIsAskedTo() throws IOException {
    Path file = write("a.yaml", "base: &base {a: 1, b: 2}\nmore: {<<: *base, b: 3}\n");

    assertEquals(
        "{\"base\":{\"a\":1,\"b\":2},\"more\":{\"a\":1,\"b\":3}}",
        YamlFile.read(file).objects().getFirst().json().toString());
  }

  @Test
  void mergesNothingWithoutEnd() throws IOException {
    write("a.yaml", "a: &a {<<: *a}\n");

    assertEquals(1, read().problems().size());

    var bomb = new StringBuilder("a0: &a0 {}\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d {<<: [%s]}\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    write("a.yaml", bomb.toString());
    assertTrue(read().problems().getFirst().message().contains("aliases"));
  }

  @Test
  void takesNoNumberForText() throws IOException {
    write("a.yaml", SERVICE.replace("name: orders", "name: orders, labels: {version: 1.0}"));
    write("b.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {on: yes}\n");

    assertProblems(
        "a.yaml:3: metadata.labels.version has to be text: put it in quotes",
        "b.yaml:4: data.true has to be text: put it in quotes");
  }

  private void assertProblems(String... expected) throws IOException {
    assertEquals(
        List.of(expected),
        read().problems().stream()
            .map(
                problem ->
                    folder.relativize(problem.file())
                        + problem.toString().substring(problem.file().toString().length()))
            .toList());
  }

  private ClusterObject object(String kind, String namespace, String name) throws IOException {
    return requireNonNull(read().objects().get(new ObjectKey(kind, namespace, name))).object();
  }

  private FolderContent read() throws IOException {
    return new FolderReader(ObjectCheck.NONE).read(folder);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
