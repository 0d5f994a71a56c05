package dev.gatehouse.cli.demo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the demo services of a folder. What is wrong with a file is the folder reader's to say;
 * here such a file keeps the services that it last had.
 */
public final class DemoReader {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern DELAY = Pattern.compile("([0-9]{1,6})(ms|s)");

  private final Path local;
  private Map<Path, Set<DemoEndpoint>> byFile = Map.of();

  /**
   * Reads from a subfolder that clusters never see, so that a demo is never applied to one.
   *
   * @param local may not exist
   */
  public DemoReader(Path local) {
    this.local = local;
  }

  /** The services as the files now have them. */
  public Set<DemoEndpoint> read() throws IOException {
    var now = new HashMap<Path, Set<DemoEndpoint>>();
    for (Path file : files()) {
      try {
        now.put(file, endpoints(file));
      } catch (JsonProcessingException e) {
        now.put(file, byFile.getOrDefault(file, Set.of()));
      }
    }
    byFile = Map.copyOf(now);
    var all = new HashSet<DemoEndpoint>();
    byFile.values().forEach(all::addAll);
    return all;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(local)) {
      return List.of();
    }
    try (var files = Files.list(local)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
          .sorted()
          .toList();
    }
  }

  private static Set<DemoEndpoint> endpoints(Path file) throws IOException {
    var endpoints = new LinkedHashSet<DemoEndpoint>();
    try (JsonParser parser = YAML.createParser(file.toFile())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int line = parser.currentTokenLocation().getLineNr();
        JsonNode object = YAML.readTree(parser);
        if (object != null && isDemo(object)) {
          add(object, file + ":" + line, endpoints);
        }
      }
    }
    return endpoints;
  }

  private static boolean isDemo(JsonNode object) {
    return object.path("kind").asText().equals("EndpointSlice")
        && annotation(object, "gatehouse.dev/demo").equals("echo");
  }

  private static void add(JsonNode slice, String source, Set<DemoEndpoint> endpoints) {
    JsonNode metadata = slice.path("metadata");
    for (JsonNode endpoint : slice.path("endpoints")) {
      for (JsonNode address : endpoint.path("addresses")) {
        for (JsonNode port : slice.path("ports")) {
          endpoints.add(
              new DemoEndpoint(
                  metadata.path("namespace").asText("default"),
                  metadata.path("labels").path("kubernetes.io/service-name").asText(),
                  endpoint.path("targetRef").path("name").asText(metadata.path("name").asText()),
                  address.asText(),
                  port.path("port").asInt(),
                  delay(annotation(slice, "gatehouse.dev/demo-delay")),
                  source));
        }
      }
    }
  }

  private static String annotation(JsonNode object, String name) {
    return object.path("metadata").path("annotations").path(name).asText();
  }

  private static Duration delay(String text) {
    Matcher matcher = DELAY.matcher(text);
    if (!matcher.matches()) {
      return Duration.ZERO;
    }
    long amount = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }
}
