package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Holds a pod against h2spec, and docs/http.md against what comes of it. */
@Timeout(600)
@DisabledIfSystemProperty(
    named = "apiserver",
    matches = "skip",
    disabledReason = "-Dapiserver=skip was given")
class Http2ConformanceTest {
  /** A row of the page's table of the cases that fail, by what they are called. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `((?:generic|http2|hpack)/[^`]+)` \\| [^|]{20,} \\|$", Pattern.MULTILINE);

  /** Those of this version of h2spec but for the explained one. */
  private static final int CASES = 144;

  @TempDir private Path folder;

  @Test
  void whatFailsIsExplained() throws Exception {
    try (var backend = new WaitingBackend();
        var pod = PodProcess.start(folder, "accessLog: {mode: \"off\"}\n")) {
      backend.release();
      pod.push(Content.NONE.forwarding("/h2spec", backend.port()).whole());

      H2Spec spec = H2Spec.of(pod.trafficPort(), "/h2spec", folder);

      assertEquals(explained(), spec.failed());
      assertTrue(spec.passed().size() >= CASES, "passed: " + spec.passed().size());
      assertEquals(200, pod.get("/h2spec").statusCode(), "others are served");
    }
  }

  private static Set<String> explained() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "http.md"));
    return ROW.matcher(page)
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
