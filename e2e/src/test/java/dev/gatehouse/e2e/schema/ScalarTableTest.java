package dev.gatehouse.e2e.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.cli.schema.GatewayRouteCheck;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.operator.input.folder.FolderReader;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Words and notations of YAML: a folder refuses what kubectl or the API server behind it refuses,
 * and makes of the others what they make of them.
 */
@WithApiServer
class ScalarTableTest {
  private static final Path TABLE = Path.of("src/test/resources/scalars");
  private static final String STRICTER = "# folder: stricter";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiServer api;
  @TempDir private Path folder;

  ScalarTableTest(ApiServer api) {
    this.api = api;
  }

  @BeforeAll
  static void installCrd(ApiServer api) {
    Crds.install(api);
  }

  @Test
  void words() throws IOException {
    List<String> words = Files.readAllLines(TABLE.resolve("words.txt"));
    assertTrue(words.size() > 80, words.size() + " words");
    var routes = new LinkedHashMap<String, String>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      routes.put("text-" + i, route("text-" + i, "\"a\"", word, "80"));
      routes.put("number-" + i, route("number-" + i, "\"a\"", "\"a\"", word));
      routes.put("annotation-" + i, route("annotation-" + i, word, "\"a\"", "80"));
    }
    compare(routes);
  }

  @Test
  void notations() throws IOException {
    String[] documents = Files.readString(TABLE.resolve("documents.yaml")).split("(?m)^---\n", -1);
    assertTrue(documents.length > 25, documents.length + " documents");
    var routes = new LinkedHashMap<String, String>();
    for (String document : documents) {
      routes.put(document.replaceAll("(?s).*?metadata: \\{name: ([-a-z]+)}.*", "$1"), document);
    }
    compare(routes);
  }

  /** Each in a file of its own, since one that is no YAML hides those after it. */
  private void compare(Map<String, String> routes) throws IOException {
    for (var route : routes.entrySet()) {
      Files.writeString(folder.resolve(route.getKey() + ".yaml"), route.getValue());
    }
    Map<String, String> inCluster = cluster();
    Map<String, String> inFolder = folder();
    var differences = new TreeMap<String, String>();
    routes.forEach(
        (name, yaml) -> {
          String here = inFolder.getOrDefault(name, "refused");
          String there =
              yaml.startsWith(STRICTER) ? "refused" : inCluster.getOrDefault(name, "refused");
          if (!here.equals(there)) {
            differences.put(name, "\n" + yaml + "\ncluster: " + there + "\nfolder: " + here + "\n");
          }
        });
    assertEquals(Map.of(), differences);
    assertTrue(inCluster.size() > routes.size() / 4, inCluster.size() + " taken");
  }

  private Map<String, String> cluster() throws IOException {
    var result = api.kubectl("create", "-f", folder.toString(), "--dry-run=server", "-o", "json");
    var taken = new TreeMap<String, String>();
    // What is refused is told between the objects, and in no line that begins as JSON does.
    String json =
        result
            .output()
            .lines()
            .filter(line -> line.matches("[{}]|    .*"))
            .collect(Collectors.joining("\n"));
    try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(json)) {
      while (objects.hasNext()) {
        JsonNode object = objects.next();
        taken.put(object.at("/metadata/name").asText(), values(object.path("spec")));
      }
    }
    return taken;
  }

  private Map<String, String> folder() throws IOException {
    var taken = new TreeMap<String, String>();
    new FolderReader(new GatewayRouteCheck())
        .read(folder)
        .objects()
        .forEach(
            (key, placed) -> {
              if (placed.object() instanceof RouteObject route) {
                taken.put(key.name(), values(JSON.valueToTree(route.spec())));
              }
            });
    return taken;
  }

  /** What the words of the table became. */
  private static String values(JsonNode spec) {
    return StreamSupport.stream(spec.path("rules").spliterator(), false)
        .map(
            rule ->
                rule.at("/matches/0/headers/0/value")
                    + StreamSupport.stream(rule.path("backendRefs").spliterator(), false)
                        .map(ref -> ref.path("name") + ":" + ref.path("port"))
                        .collect(Collectors.joining(", ", " [", "]")))
        .collect(Collectors.joining("; "));
  }

  private static String route(String name, String annotation, String text, String number) {
    return """
        apiVersion: gatehouse.dev/v1alpha1
        kind: GatewayRoute
        metadata:
          name: %s
          annotations:
            a: %s
        spec:
          rules:
          - name: all
            matches:
            - headers:
              - name: x
                value: %s
            backendRefs:
            - name: a
              port: %s
        """
        .formatted(name, annotation, text, number);
  }
}
