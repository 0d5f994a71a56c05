package dev.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class CommandsTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... arguments) {
    CommandLine command = Gatehouse.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  static List<Path> examples() throws IOException {
    try (var folders = Files.list(EXAMPLES)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsWell(Path example) throws IOException {
    assertTrue(Files.isDirectory(example.resolve("tests")), "has cases");

    assertEquals(0, run("check", example), () -> out.toString() + err);

    assertTrue(out.toString().contains("all is well"), out::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: home        | nmae: home           | 6: unknown field "spec.rules[0].nmae"
          name: home        | filters: []          | 6: spec.rules[0].name: Required value
          value: /          | value: relative      | 10: spec.rules[0].matches[0].path.value: a path starts with a slash
          weight: 1         | weight: -1           | 14: Invalid value: "-1": spec.rules[0].backendRefs[0].weight in body should be greater than or equal to 0
          type: PathPrefix  | type: Prefix         | 9: spec.rules[0].matches[0].path.type: Unsupported value: "Prefix": supported values:
          name: orders, n   | name: Orders, n      | 3: not a name that Kubernetes takes: Orders
          """)
  void checkHoldsAFolderAgainstTheSchemaOfTheCluster(
      String from, String to, String said, @TempDir Path folder) throws IOException {
    String route =
        """
        apiVersion: gatehouse.dev/v1alpha1
        kind: GatewayRoute
        metadata: {name: orders, namespace: shop}
        spec:
          rules:
          - name: home
            matches:
            - path:
                type: PathPrefix
                value: /
            backendRefs:
            - name: orders
              port: 80
              weight: 1
        """;
    assertTrue(route.contains(from), from);
    Files.writeString(folder.resolve("route.yaml"), route.replace(from, to));

    assertEquals(1, run("check", folder));

    String lines = out.toString();
    assertTrue(lines.lines().anyMatch(l -> l.startsWith("route.yaml:" + said)), () -> lines);
  }

  @Test
  void checkNamesTheLineAndEndsWithOne(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("tests"));
    Files.copy(EXAMPLES.resolve("quickstart/routes.yaml"), folder.resolve("routes.yaml"));
    Files.writeString(
        folder.resolve("tests/cases.yaml"),
        """
        - name: lost
          request: {url: "http://shop.example/"}
          expect: {rule: default/shop/orders}
        """);

    assertEquals(1, run("check", folder));

    List<String> lines = out.toString().lines().toList();
    assertTrue(lines.getFirst().matches("routes\\.yaml:\\d+: BackendNotFound: .*"), out::toString);
    assertTrue(
        lines.contains(
            "tests/cases.yaml:1: \"lost\": rule should be \"default/shop/orders\", but is"
                + " \"default/shop/welcome\""),
        out::toString);
    assertEquals(folder + ": 1 route, 3 rules, 1 case: 3 errors, 0 warnings", lines.getLast());
  }

  @Test
  void checkWarnsOfATieThatAgeWouldBreak(@TempDir Path folder) throws IOException {
    for (String name : List.of("a", "b")) {
      Files.writeString(
          folder.resolve(name + ".yaml"),
          """
          apiVersion: gatehouse.dev/v1alpha1
          kind: GatewayRoute
          metadata: {name: %s}
          spec:
            hostnames: [shop.example]
            rules:
            - name: r
              matches:
              - {path: {type: PathPrefix, value: /x}, headers: [{name: x-%s, value: "1"}]}
              filters: [{type: DirectResponse, directResponse: {statusCode: 200}}]
          """
              .formatted(name, name));
    }

    assertEquals(0, run("check", folder), out::toString);

    assertEquals(
        "b.yaml:7: warning: default/b/r claims the same requests as default/a/r (host shop.example,"
            + " path /x); a cluster gives them to the older route, here the name decides:"
            + " default/a/r",
        out.toString().lines().findFirst().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubernetes.io/service-name: shop  | kubernetes.io/service-name: shpo | no request goes by this EndpointSlice: there is no Service default/shpo
          kubernetes.io/service-name: shop  | app: shop                        | the EndpointSlice belongs to no Service: it needs the label kubernetes.io/service-name
          name: http, port: 8081            | name: web, port: 8081            | no request goes by this EndpointSlice: ports go by name, and it has web, where Service default/shop has http
          name: http, port: 8081            | port: 8081                       | no request goes by this EndpointSlice: ports go by name, and it has one without a name, where Service default/shop has http
          name: http, port: 8081            | name: http, port: 0              | no request goes by this EndpointSlice: it has no port of TCP from 1 to 65535
          addressType: IPv4                 | addressType: FQDN                | an EndpointSlice of host names is never asked: give IP addresses, with addressType IPv4 or IPv6
          """)
  void checkWarnsOfEndpointsThatLeadNowhere(
      String right, String wrong, String warning, @TempDir Path folder) throws IOException {
    String slice =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: shop}
        spec: {ports: [{name: http, port: 80}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: shop-1, labels: {kubernetes.io/service-name: shop}}
        addressType: IPv4
        ports: [{name: http, port: 8081}]
        endpoints: [{addresses: [127.0.0.1]}]
        """;
    Files.writeString(folder.resolve("shop.yaml"), slice);
    assertEquals(0, run("check", folder));
    assertTrue(out.toString().contains("all is well"), out::toString);

    Files.writeString(folder.resolve("shop.yaml"), slice.replace(right, wrong));
    assertEquals(0, run("check", folder));
    assertTrue(out.toString().contains("shop.yaml:6: warning: " + warning), out::toString);
  }

  @ParameterizedTest
  @CsvSource({"networking.k8s.io/v1, Ingress", "gateway.networking.k8s.io/v1, HTTPRoute"})
  void checkWarnsOfRoutesThatAreNotRead(String apiVersion, String kind, @TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("r.yaml"),
        "apiVersion: %s\nkind: %s\nmetadata: {name: shop}\n".formatted(apiVersion, kind));

    assertEquals(0, run("check", folder));
    assertTrue(
        out.toString()
            .startsWith(
                "r.yaml:1: warning: " + kind + " is not read: routes are GatewayRoutes here"),
        out::toString);
  }

  @ParameterizedTest
  @CsvSource({"host", "x_user", "x.user", "Connection"})
  void checkWarnsOfMatchesThatNoRequestMeets(String header, @TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("r.yaml"),
        """
        apiVersion: gatehouse.dev/v1alpha1
        kind: GatewayRoute
        metadata: {name: shop}
        spec:
          rules:
          - name: r
            matches: [{headers: [{name: %s, value: "1"}]}]
            filters: [{type: DirectResponse, directResponse: {statusCode: 200}}]
        """
            .formatted(header));

    assertEquals(0, run("check", folder));
    assertTrue(
        out.toString()
            .startsWith(
                "r.yaml:6: warning: default/shop/r has a match that no request meets, by header "),
        out::toString);
  }

  @Test
  void checkSpeaksJson() throws IOException {
    assertEquals(0, run("check", EXAMPLES.resolve("quickstart"), "-o", "json"));

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertEquals(3, report.path("rules").asInt());
    assertEquals("NOTE", report.path("findings").path(0).path("severity").asText());
  }

  @Test
  void explainNamesWinnerFiltersBackendsAndLosers() {
    assertEquals(
        0,
        run(
            "explain",
            EXAMPLES.resolve("quickstart"),
            "GET",
            "http://localhost:8080/orders/42",
            "-H",
            "x-beta: 1"));

    assertEquals(
        """
        request   GET http://localhost:8080/orders/42
        host      localhost, by *
        rule      default/shop/orders-beta (routes.yaml:27)
                  PathPrefix /orders, header x-beta "1"
        filters   URLRewrite: path /orders/42 becomes /v2/orders/42
        forwards  GET /v2/orders/42 to host localhost:8080
        balances  RoundRobin
        timeouts  request unbounded, each try unbounded
        backend   default/orders-v2:80, weight 1 (100 %): 127.0.0.1:18102
        not       default/shop/welcome (routes.yaml:9)
                  Exact /: the path is /orders/42
                  default/shop/orders (routes.yaml:20)
                  PathPrefix /orders: it matches too, but default/shop/orders-beta goes before it
        """,
        out.toString());
  }

  @Test
  void explainSpeaksJsonAndEndsWithOneIfNoRuleTakesTheRequest() throws IOException {
    assertEquals(
        1,
        run(
            "explain",
            EXAMPLES.resolve("matching"),
            "GET",
            "http://catalogue.example/other",
            "-o",
            "json"));

    JsonNode account = new ObjectMapper().readTree(out.toString());
    assertEquals("catalogue.example", account.path("decidedBy").asText());
    assertEquals("NO_ROUTE", account.path("answer").path("reason").asText());
    assertTrue(account.path("winner").isMissingNode());
    assertEquals(
        "its host *.example is less specific than catalogue.example, which decides alone",
        account.path("losers").path(account.path("losers").size() - 1).path("why").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                          | Say what to do: run, check, explain, status or version.
          check nowhere                               | There is no folder nowhere; try examples/quickstart.
          check pom.xml                               | pom.xml is a file; name the folder that it is in.
          run nowhere                                 | There is no folder nowhere; try examples/quickstart.
          run . --http-port 99999                     | Invalid value for option '--http-port': "99999" is no port; write a number from 1 to 65535, or 0 for any that is free
          run . --http-port -1                        | Invalid value for option '--http-port': "-1" is no port; write a number from 1 to 65535, or 0 for any that is free
          run . --admin-port abc                      | Invalid value for option '--admin-port': "abc" is no port; write a number from 1 to 65535, or 0 for any that is free
          run . --pseudonym a/b                       | --pseudonym is "a/b"; write letters, digits, dots and hyphens
          run . --http-port 9901                      | --http-port and --admin-port are both 9901; choose two ports
          explain ../examples/canary GET /x           | "/x" is not a whole URL; write it like http://shop.example/orders?page=2
          explain ../examples/canary GET http://a -H b | "b" is not a header field; write it like -H 'x-beta: 1'
          """)
  void saysHowItIsUsed(String arguments, String message) {
    Object[] words = arguments.isEmpty() ? new Object[0] : arguments.strip().split(" ", -1);
    assertEquals(2, run(words));

    List<String> lines = err.toString().lines().toList();
    assertEquals(message, lines.getFirst());
    assertTrue(
        lines.size() == 2 && lines.getLast().endsWith(" --help' says how it is used."),
        err::toString);
  }

  @Test
  void checkRefusesAFolderWithoutAFile(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("tests"));

    assertEquals(1, run("check", folder));

    assertEquals(
        List.of(
            ".: holds no *.yaml, *.yml or *.json file",
            folder + ": 0 routes, 0 rules, 0 cases: 1 error, 0 warnings"),
        out.toString().lines().toList());
  }

  @Test
  void checkAndExplainNameAFileThatCannotBeReadAndGoOn(@TempDir Path folder) throws IOException {
    Files.copy(EXAMPLES.resolve("quickstart/routes.yaml"), folder.resolve("a.yaml"));
    Files.writeString(folder.resolve("b.yaml"), "\nkind: " + "[".repeat(10_000));

    assertEquals(1, run("check", folder));
    assertEquals(0, run("explain", folder, "GET", "http://localhost/"));

    String named = "b.yaml:2: is nested more than 100 levels deep";
    assertTrue(out.toString().lines().anyMatch(named::equals), out::toString);
    assertTrue(out.toString().contains("rule      default/shop/welcome (a.yaml:9)"), out::toString);
    assertEquals(folder + "/" + named, err.toString().strip());
  }

  @Test
  void explainSaysThatAFolderIsEmpty(@TempDir Path folder) {
    assertEquals(1, run("explain", folder, "GET", "http://localhost/"));

    assertEquals(folder + ": holds no *.yaml, *.yml or *.json file", err.toString().strip());
    assertTrue(out.toString().contains("answer    404 NO_ROUTE"), out::toString);
  }
}
