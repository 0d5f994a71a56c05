package dev.gatehouse.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.operator.input.folder.Document;
import dev.gatehouse.operator.input.folder.FolderReader;
import dev.gatehouse.operator.input.folder.YamlFile;
import java.io.IOException;
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
    return FolderReader.files(folder).stream().filter(file -> file.startsWith(local)).toList();
  }

  /** Those of one file; if it has become unreadable, the ones that it last had. */
  private Set<DemoEndpoint> endpoints(Path file) {
    YamlFile yaml = YamlFile.read(file);
    Set<DemoEndpoint> before = byFile.get(file);
    if (before != null && !yaml.problems().isEmpty()) {
      return before;
    }
    var endpoints = new LinkedHashSet<DemoEndpoint>();
    for (Document document : yaml.objects()) {
      if (isDemo(document.json())) {
        add(document.json(), file + ":" + document.lines().first(), endpoints);
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
