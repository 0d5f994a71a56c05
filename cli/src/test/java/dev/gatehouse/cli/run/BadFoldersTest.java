package dev.gatehouse.cli.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Folders that get a mistake while they are served: what is said, that everything else serves on,
 * and that all is well once it is mended.
 */
final class BadFoldersTest {
  private static final String GOOD = route("orders", "/orders");

  @TempDir private Path home = Path.of("set by JUnit");
  @TempDir private Path aside = Path.of("set by JUnit");

  /** A mistake in the file {@code b.yaml}, which serves {@code /b} before and afterwards. */
  enum Mistake {
    NOT_YAML(
        "kind: [",
        true,
        "b.yaml:1: isn't YAML: expected the node content, but found '<stream end>'",
        "b.yaml: its last good state serves on"),
    UNKNOWN_KIND(
        route("b", "/b") + "---\napiVersion: gatehouse.dev/v1alpha1\nkind: GatewayRoot\n",
        true,
        "b.yaml:12: there is no GatewayRoot in gatehouse.dev/v1alpha1; known is GatewayRoute in"
            + " gatehouse.dev/v1alpha1",
        "b.yaml: its last good state serves on"),
    UNKNOWN_FIELD(
        route("b", "/b").replace("    matches:", "    matchez:"),
        true,
        "b.yaml:7: unknown field \"spec.rules[0].matchez\"",
        "b.yaml: its last good state serves on"),
    NO_SUCH_SERVICE(
        backend("nowhere", 80),
        false,
        "b.yaml:8: BackendNotFound: rule all: there is no Service default/nowhere",
        "b.yaml:1: default/b: Programmed, but for the references above: their share is answered"
            + " with 500"),
    NO_SUCH_PORT(
        service() + "---\n" + backend("here", 81),
        false,
        "b.yaml:13: PortNotFound: rule all: Service default/here has no port 81; it has 80",
        "b.yaml:6: default/b: Programmed, but for the references above: their share is answered"
            + " with 500"),
    LOOK_AHEAD(
        route("b", "/b").replace("PathPrefix, value: /b", "RegularExpression, value: '/b(?=x)'"),
        true,
        "b.yaml:8: spec.rules[0].matches[0].path.value: expressions are RE2's, which has no"
            + " look-around and no back-references: write it without",
        "b.yaml: its last good state serves on"),
    NOT_RE2(
        route("b", "/b").replace("PathPrefix, value: /b", "RegularExpression, value: '/b['"),
        true,
        "b.yaml:8: Invalid: spec.rules[0].matches[0].path.value: ",
        "b.yaml:1: default/b: Quarantined: its last good generation, 1, serves on"),
    TOO_LARGE(
        route("b", "/b").replace("body: b", "body: " + "b".repeat(5_000_000)),
        true,
        "b.yaml:1: the object has 5.0 MB, comments and all; a cluster takes 1.5 MB at most",
        "b.yaml: its last good state serves on"),
    TOO_DEEP(
        route("b", "/b") + "  deep: " + "[".repeat(10_000) + "]".repeat(10_000) + "\n",
        true,
        "b.yaml:10: is nested more than 100 levels deep",
        "b.yaml: its last good state serves on"),
    ALIASES_WITHOUT_END(
        aliases(12),
        true,
        "b.yaml:1: holds or repeats too much: aliases (*name) may not grow like that",
        "b.yaml: its last good state serves on"),
    NUL(
        route("b", "/b").replace("body: b", "body: \0"),
        true,
        "b.yaml:9: holds the character U+0000, which YAML takes only in quotes",
        "b.yaml: its last good state serves on"),
    TEN_THOUSAND_DOCUMENTS(
        route("b", "/b") + "---\nkind: What\n".repeat(10_000),
        true,
        "b.yaml:20009: isn't a Kubernetes object: it needs apiVersion and kind",
        "b.yaml: its last good state serves on"),
    TWICE(
        route("b", "/b") + "---\n" + route("b", "/other"),
        true,
        "b.yaml:11: GatewayRoute default/b is here twice, first in b.yaml:1",
        "b.yaml: its last good state serves on"),
    TIE(
        route("b", "/b") + "---\n" + route("c", "/b"),
        true,
        "b.yaml:16: Shadowed: rule all takes no request, since GatewayRoute default/b rule all"
            + " would take them all",
        "b.yaml:11: default/c: Programmed");

    private final String content;
    private final boolean servesOn;
    private final String said;
    private final String last;

    Mistake(String content, boolean servesOn, String said, String last) {
      this.content = content;
      this.servesOn = servesOn;
      this.said = said;
      this.last = last;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMistakeIsNamedAndEverythingElseServesOn(Mistake mistake) throws Exception {
    write("a.yaml", GOOD);
    write("b.yaml", route("b", "/b"));
    try (var running = Running.of(home)) {
      running.beginning();
      running.answers("/b", "b");

      write("b.yaml", mistake.content);

      List<String> said = running.until(mistake.last);
      assertTrue(said.stream().anyMatch(l -> l.startsWith(mistake.said)), said::toString);
      running.answers("/orders", "orders");
      if (mistake.servesOn) {
        running.answers("/b", "b");
      } else {
        HttpResponse<String> refused = running.get("/b");
        assertEquals(500, refused.statusCode());
        assertTrue(
            refused.headers().firstValue("proxy-status").orElse("").contains("BACKEND"),
            refused.headers()::toString);
      }

      write("b.yaml", route("b", "/b").replace("body: b", "body: mended"));
      running.until("no problems are left");
      running.answers("/b", "mended");
      running.answers("/orders", "orders");
    }
  }

  @Test
  void rulesThatAllowWebSocketsAreCounted() throws Exception {
    write(
        "a.yaml",
        backend("here", 80)
            .replace("    backendRefs", "    upgrades: [WebSocket]\n    backendRefs"));
    try (var running = Running.of(home)) {
      List<String> said = running.beginning();
      assertTrue(said.getFirst().endsWith(": 1 rule"), said::toString);
    }
  }

  @Test
  void aNewFileWithAMistakeIsLeftOutAndItsGoodObjectsAreServed() throws Exception {
    write("a.yaml", GOOD);
    try (var running = Running.of(home)) {
      running.beginning();

      write("b.yaml", "kind: What\n");
      assertEquals(
          List.of(
              "b.yaml:1: isn't a Kubernetes object: it needs apiVersion and kind",
              "b.yaml: nothing of it is served"),
          running.until("b.yaml: nothing of it is served"));
      write("c.yaml", route("c", "/c") + "---\nkind: What\n");
      running.until("c.yaml: the rest of it is served");

      running.answers("/orders", "orders");
      running.until("c.yaml:1: default/c: Programmed");
      running.answers("/c", "c");
      Files.delete(home.resolve("b.yaml"));
      write("c.yaml", route("c", "/c"));
      running.until("no problems are left");
    }
  }

  @Test
  void aFileThatIsNotUtf8KeepsWhatItHeld() throws Exception {
    write("a.yaml", GOOD);
    write("b.yaml", route("b", "/b"));
    try (var running = Running.of(home)) {
      running.beginning();

      Files.write(home.resolve("b.yaml"), (GOOD + "# \u00e9").getBytes(ISO_8859_1));

      List<String> said = running.until("b.yaml: its last good state serves on");
      assertTrue(said.contains("b.yaml:10: isn't text in UTF-8"), said::toString);
      running.answers("/b", "b");

      write("b.yaml", route("b", "/b"));
      running.until("no problems are left");
    }
  }

  @Test
  void aFileThatCannotBeReadKeepsWhatItHeld() throws Exception {
    write("a.yaml", GOOD);
    write("b.yaml", route("b", "/b"));
    try (var running = Running.of(home)) {
      running.beginning();

      // Not even root can read it from its beginning, where no memory is.
      Files.delete(home.resolve("b.yaml"));
      Files.createSymbolicLink(home.resolve("b.yaml"), Path.of("/proc/self/mem"));

      List<String> said = running.until("b.yaml: its last good state serves on");
      assertTrue(said.contains("b.yaml:1: can't be read: Input/output error"), said::toString);
      running.answers("/b", "b");
      running.answers("/orders", "orders");

      Files.delete(home.resolve("b.yaml"));
      write("b.yaml", route("b", "/b"));
      running.until("no problems are left");
      running.answers("/b", "b");
    }
  }

  @Test
  void aFolderThatDisappearsServesOn() throws Exception {
    Path folder = Files.createDirectory(home.resolve("routes"));
    Files.writeString(folder.resolve("a.yaml"), GOOD);
    try (var running = Running.of(folder)) {
      running.beginning();

      Files.move(folder, home.resolve("elsewhere"));
      running.until("FOLDER: can't be read (it is gone); what it held serves on");
      running.answers("/orders", "orders");

      Files.move(home.resolve("elsewhere"), folder);
      running.until("no problems are left");
      running.answers("/orders", "orders");
      Files.writeString(folder.resolve("b.yaml"), route("b", "/b"));
      running.until("b.yaml:1: default/b: Programmed");
      running.answers("/b", "b");
    }
  }

  @Test
  void anEmptyFolderIsServedAndFilled() throws Exception {
    try (var running = Running.of(home)) {
      List<String> beginning = running.beginning();
      assertTrue(beginning.getFirst().endsWith(": 0 rules"), beginning::toString);
      assertTrue(beginning.get(2).contains("Save a GatewayRoute"), beginning::toString);
      assertEquals(404, running.get("/orders").statusCode());

      write("a.yaml", GOOD);
      assertEquals(
          List.of("+ rule default/orders/all", "a.yaml:1: default/orders: Programmed"),
          running.until("a.yaml:1: default/orders: Programmed"));
      running.answers("/orders", "orders");

      Files.delete(home.resolve("a.yaml"));
      running.until("- rule default/orders/all");
      assertEquals(404, running.get("/orders").statusCode());
    }
  }

  @Test
  void aRouteOfAnotherGatewayIsNotSaidToBeServed() throws Exception {
    write("a.yaml", GOOD);
    try (var running = Running.of(home)) {
      running.beginning();

      write("b.yaml", route("b", "/b").replace("spec:", "spec:\n  gateway: internal"));

      running.until(
          "b.yaml:1: default/b: Not served here: it is for gateway internal, see --gateway");
      assertEquals(404, running.get("/b").statusCode());
    }
  }

  @Test
  void endpointsThatAreAllGoneAreSaidToBeNone() throws Exception {
    write("a.yaml", backend("here", 80) + "---\n" + service());
    write("b.yaml", slice("[{addresses: [127.0.0.1]}]"));
    try (var running = Running.of(home)) {
      running.beginning();

      write("b.yaml", slice("[]"));

      running.until("~ endpoints of default/here:80: none");
      assertEquals(503, running.get("/b").statusCode());
    }
  }

  /** Whole at once, as editors save: half of a large file is another mistake than the one meant. */
  private void write(String file, String content) throws IOException {
    Path whole = Files.writeString(aside.resolve(file), content);
    Files.move(whole, home.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String route(String name, String path) {
    return """
    apiVersion: gatehouse.dev/v1alpha1
    kind: GatewayRoute
    metadata: {name: %1$s}
    spec:
      rules:
      - name: all
        matches:
        - path: {type: PathPrefix, value: %2$s}
        filters: [{type: DirectResponse, directResponse: {statusCode: 200, body: %1$s}}]
    """
        .formatted(name, path);
  }

  /** Each level of them repeats the one before ten times. */
  private static String aliases(int levels) {
    var text = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < levels; i++) {
      text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    return text.toString();
  }

  private static String backend(String service, int port) {
    return """
    apiVersion: gatehouse.dev/v1alpha1
    kind: GatewayRoute
    metadata: {name: b}
    spec:
      rules:
      - name: all
        matches: [{path: {type: PathPrefix, value: /b}}]
        backendRefs: [{name: %s, port: %d}]
    """
        .formatted(service, port);
  }

  private static String slice(String endpoints) {
    return """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: here, labels: {kubernetes.io/service-name: here}}
    addressType: IPv4
    endpoints: %s
    ports: [{port: 9090}]
    """
        .formatted(endpoints);
  }

  private static String service() {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: here}
    spec: {ports: [{port: 80}]}
    """;
  }
}
