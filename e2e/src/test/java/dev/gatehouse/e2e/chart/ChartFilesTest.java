package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.crds.CrdFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart repeats of the rest of the tree. */
class ChartFilesTest {
  private static final Pattern VERSION = Pattern.compile("<version>(.*?)(-SNAPSHOT)?</version>");

  @Test
  void definitionsAreThoseOfTheOperator() throws IOException {
    Path folder = Chart.FOLDER.resolve("files/crds");
    for (CrdFile file : CrdFile.values()) {
      GeneratedFile.check(folder.resolve(file.fileName()), file.yaml());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          Stream.of(CrdFile.values()).map(CrdFile::fileName).collect(Collectors.toSet()),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  /** A chart names the images that were made with it. */
  @Test
  void versionsAreThatOfTheBuild() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(Path.of("../pom.xml")));
    assertTrue(version.find());

    JsonNode chart = Manifest.tree(Chart.text("Chart.yaml"));

    assertEquals(version.group(1), chart.path("version").asText());
    assertEquals(version.group(1), chart.path("appVersion").asText());
  }
}
