package dev.gatehouse.e2e.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory with {@code values.yaml}, and {@code expected.diff} that tells what they change. */
record GoldenCase(Path directory) {
  private static final Path ROOT = Path.of("src/test/resources/chart");
  private static final String STANDARD = "standard";
  private static final Pattern SHOWN = Pattern.compile("# Shows (.*)\\.");

  static List<GoldenCase> all() {
    try (Stream<Path> entries = Files.list(ROOT)) {
      return entries.sorted().map(GoldenCase::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With no values at all. */
  static GoldenCase standard() {
    return new GoldenCase(ROOT.resolve(STANDARD));
  }

  Path values() {
    return directory.resolve("values.yaml");
  }

  Path expected() {
    return directory.resolve(isStandard() ? "expected.yaml" : "expected.diff");
  }

  List<Manifest> rendered(Helm helm) {
    return Manifest.all(helm.template(Chart.FOLDER, "-f", values().toString()).succeeded());
  }

  /**
   * For the standard values everything but definitions of kinds, which have tests of their own; for
   * others what they change of this, of the kinds that {@code values.yaml} says that it shows.
   */
  String described(Helm helm) {
    Map<String, Manifest> now = byKey(rendered(helm));
    if (isStandard()) {
      return now.values().stream().map(Manifest::text).collect(Collectors.joining("---\n"));
    }
    Map<String, Manifest> before = byKey(standard().rendered(helm));
    return Stream.concat(now.keySet().stream(), before.keySet().stream())
        .distinct()
        .map(key -> change(key, before.get(key), now.get(key)))
        .collect(Collectors.joining());
  }

  private static String change(String key, @Nullable Manifest before, @Nullable Manifest now) {
    if (now == null) {
      return "gone: " + key + "\n\n";
    }
    if (before == null) {
      return "new: " + key + "\n" + withoutDashboard(now.text()) + "\n";
    }
    String difference = LineDiff.of(before.text(), now.text());
    return difference.isEmpty() ? "" : "changed: " + key + "\n" + difference + "\n";
  }

  /** It would hide everything else. */
  private static String withoutDashboard(String text) {
    return text.replace(Chart.text("files/dashboard.json").strip().indent(4), "    ...\n");
  }

  boolean isStandard() {
    return directory.endsWith(STANDARD);
  }

  private Map<String, Manifest> byKey(List<Manifest> manifests) {
    Set<String> shown = shown();
    return manifests.stream()
        .filter(one -> !one.isDefinition())
        .filter(one -> shown.isEmpty() || shown.contains(one.kind()))
        .collect(
            Collectors.toMap(Manifest::key, one -> one, (a, b) -> twice(a), LinkedHashMap::new));
  }

  /** Kinds, of the first line; empty for all. */
  private Set<String> shown() {
    try (Stream<String> lines = Files.lines(values())) {
      return lines
          .map(SHOWN::matcher)
          .filter(Matcher::matches)
          .flatMap(line -> Stream.of(line.group(1).split(", ")))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No two objects of a release are one. */
  private static Manifest twice(Manifest one) {
    throw new AssertionError(one.key() + " is rendered twice");
  }

  @Override
  public String toString() {
    return directory.getFileName().toString();
  }
}
