package dev.gatehouse.cli.demo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.gatehouse.operator.input.folder.FolderReader;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the demo services of a folder. What is wrong with a file is the folder reader's to say;
 * here such a file keeps the services that it last had.
 */
public final class DemoReader {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern DELAY = Pattern.compile("([0-9]{1,6})(ms|s)");

  private static final Logger LOG = LoggerFactory.getLogger(DemoReader.class);

  private final Path folder;
  private Map<Path, Set<DemoEndpoint>> byFile = Map.of();

  /**
   * Reads from the subfolder that clusters never see, so that a demo is never applied to one.
   *
   * @param folder may lack the subfolder, or be gone for a while
   */
  public DemoReader(Path folder) {
    this.folder = folder;
  }

  /** The services as the files now have them; while the folder is gone, as they last were. */
  public Set<DemoEndpoint> read() {
    var now = new HashMap<Path, Set<DemoEndpoint>>();
    try {
      for (Path file : files()) {
        now.put(file, endpoints(file));
      }
      byFile = Map.copyOf(now);
    } catch (IOException e) {
      LOG.debug("the demo services stay as they were", e);
    }
    var all = new HashSet<DemoEndpoint>();
    byFile.values().forEach(all::addAll);
    return all;
  }

  private List<Path> files() throws IOException {
    Path local = folder.resolve(FolderReader.LOCAL);
    if (!Files.isDirectory(local) && Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(local)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
          .sorted()
          .toList();
    }
  }

  /** Those of one file; if it can't be read, the ones that it last had. */
  private Set<DemoEndpoint> endpoints(Path file) {
    try {
      return parsed(file);
    } catch (IOException e) {
      LOG.debug("{} keeps its demo services", file, e);
      return byFile.getOrDefault(file, Set.of());
    }
  }

  private static Set<DemoEndpoint> parsed(Path file) throws IOException {
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
