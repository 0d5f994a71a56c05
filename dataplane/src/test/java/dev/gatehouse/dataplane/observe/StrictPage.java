package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of Prometheus' text format 0.0.4, and fails at whatever a reader might stumble over:
 * a family in two places, a second HELP or TYPE, a sample that stands twice or in another's family,
 * a label that isn't escaped, a histogram that contradicts itself.
 */
final class StrictPage {
  private static final Pattern ABOVE = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][\\w:]*) (.*)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? ([-+.\\dE]+|NaN|[+-]Inf)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(?:,(?=.)|$)");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  /** A line. */
  record Sample(String name, Map<String, String> labels, double value) {}

  /** A metric. */
  record Family(String name, String type, @Nullable String help, List<Sample> samples) {}

  private record Series(String name, Map<String, String> labels) {}

  private final Map<String, String> helps = new HashMap<>();
  private final Map<String, Family> families = new LinkedHashMap<>();
  private final Map<Series, Double> values = new HashMap<>();
  private @Nullable Family current;

  private StrictPage(String page) {
    assertTrue(page.endsWith("\n"), "the last line has no end");
    page.lines().forEach(this::line);
    assertTrue(families.keySet().containsAll(helps.keySet()), "a HELP without TYPE");
    families.values().stream()
        .filter(family -> family.type().equals("histogram"))
        .forEach(this::checkHistograms);
  }

  static StrictPage read(String page) {
    return new StrictPage(page);
  }

  static String text(MetricsPage page) {
    var out = new ByteArrayOutputStream();
    page.parts()
        .forEachRemaining(
            part -> {
              try {
                part.write(out);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return out.toString(StandardCharsets.UTF_8);
  }

  Collection<Family> families() {
    return families.values();
  }

  /** All of one name, those of the buckets or counts of a histogram for example. */
  List<Sample> samples(String name) {
    return families.values().stream()
        .flatMap(family -> family.samples().stream())
        .filter(sample -> sample.name().equals(name))
        .toList();
  }

  /** Of the one with just these labels. */
  double value(String name, Map<String, String> labels) {
    Double value = values.get(new Series(name, labels));
    assertNotNull(value, () -> name + labels + " is not on the page");
    return value;
  }

  private void line(String line) {
    Matcher above = ABOVE.matcher(line);
    if (!above.matches()) {
      sample(line);
    } else if (above.group(1).equals("HELP")) {
      assertNull(helps.put(above.group(2), above.group(3)), () -> "again: " + line);
      current = null;
    } else {
      String name = above.group(2);
      current = new Family(name, above.group(3), helps.get(name), new ArrayList<>());
      assertNull(families.put(name, current), () -> "again: " + line);
    }
  }

  private void sample(String line) {
    Matcher parts = SAMPLE.matcher(line);
    assertTrue(parts.matches(), () -> "no sample: " + line);
    String name = parts.group(1);
    assertTrue(
        current != null && namesOf(current).contains(name), () -> "of no or another family" + line);
    Map<String, String> labels = labels(parts.group(2) == null ? "" : parts.group(2), line);
    double value = number(parts.group(3));
    assertNull(values.put(new Series(name, labels), value), () -> "again: " + line);
    current.samples().add(new Sample(name, labels, value));
  }

  private static Set<String> namesOf(Family family) {
    String name = family.name();
    return switch (family.type()) {
      case "counter", "gauge" -> Set.of(name);
      case "summary" -> Set.of(name, name + "_count", name + "_sum");
      case "histogram" -> Set.of(name + "_bucket", name + "_count", name + "_sum");
      default -> throw new AssertionError(name + " is a " + family.type());
    };
  }

  private static Map<String, String> labels(String text, String line) {
    var labels = new TreeMap<String, String>();
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (label.find() && label.start() == end) {
      String value =
          ESCAPED
              .matcher(label.group(2))
              .replaceAll(
                  of -> of.group(1).equals("n") ? "\n" : Matcher.quoteReplacement(of.group(1)));
      assertNull(labels.put(label.group(1), value), () -> "a label twice: " + line);
      end = label.end();
    }
    assertEquals(text.length(), end, () -> "bad labels: " + line);
    return labels;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private void checkHistograms(Family family) {
    var buckets = new LinkedHashMap<Map<String, String>, List<Sample>>();
    for (Sample sample : family.samples()) {
      var labels = new TreeMap<>(sample.labels());
      if (labels.remove("le") != null) {
        buckets.computeIfAbsent(labels, _ -> new ArrayList<>()).add(sample);
      }
    }
    buckets.forEach((labels, of) -> checkHistogram(family.name(), labels, of));
    assertEquals(
        family.samples().size(), buckets.values().stream().mapToInt(of -> of.size() + 2).sum());
  }

  private void checkHistogram(String name, Map<String, String> labels, List<Sample> buckets) {
    double bound = Double.NEGATIVE_INFINITY;
    double count = 0;
    for (Sample bucket : buckets) {
      double next = number(bucket.labels().getOrDefault("le", ""));
      assertTrue(next > bound && bucket.value() >= count, () -> "falls: " + buckets);
      bound = next;
      count = bucket.value();
    }
    assertEquals(Double.POSITIVE_INFINITY, bound, buckets::toString);
    assertEquals(count, value(name + "_count", labels), buckets::toString);
    assertTrue(value(name + "_sum", labels) >= 0, labels::toString);
  }
}
