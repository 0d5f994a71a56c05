package dev.gatehouse.operator;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The operator's metrics, as its page has them and as it exposes them: names and types. */
public final class MetricsPage {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(gatehouse_\\w+)` \\| (\\w+) \\|");

  private MetricsPage() {}

  /** Those of the page whose names match. */
  public static SortedSet<String> documented(Pattern names) throws IOException {
    var documented = new TreeSet<String>();
    ROW.matcher(Files.readString(Path.of("..", "docs", "operator.md")))
        .results()
        .filter(row -> names.matcher(row.group(1)).lookingAt())
        .forEach(row -> documented.add(row.group(1) + " " + row.group(2)));
    return documented;
  }

  /** All that were recorded. */
  public static SortedSet<String> exposed(PrometheusMeterRegistry registry) {
    var exposed = new TreeSet<String>();
    for (String line : registry.scrape().lines().toList()) {
      String[] words = line.split(" ", -1);
      if (line.startsWith("# TYPE ") && !words[2].endsWith("_max")) {
        // A counter's type line lacks the ending that its samples and the page have.
        boolean total = words[3].equals("counter") && !words[2].endsWith("_total");
        exposed.add(words[2] + (total ? "_total " : " ") + words[3]);
      }
    }
    return exposed;
  }
}
