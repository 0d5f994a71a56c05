package dev.gatehouse.cli.check;

import dev.gatehouse.cli.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where what a case expects and what was found part. */
final class Differences {
  private final List<String> found = new ArrayList<>();

  private Differences() {}

  /** Each as a sentence; empty if all is as expected. */
  static List<String> between(ExpectCase.Expect expected, Trial trial) {
    var differences = new Differences();
    if (expected.rule() != null) {
      differences.compare("rule", expected.rule(), trial.rule() == null ? "none" : trial.rule());
    }
    if (expected.backends() != null && !expected.backends().equals(trial.backends())) {
      differences.add("backends", expected.backends(), trial.backends());
    }
    if (expected.forwarded() != null) {
      differences.compare(expected.forwarded(), trial);
    }
    if (expected.answer() != null) {
      differences.compare(expected.answer(), trial);
    }
    return differences.found;
  }

  private void compare(ExpectCase.Forwarded expected, Trial trial) {
    Trial.Forwarded forwarded = trial.forwarded();
    if (forwarded == null) {
      Trial.Answer answer = Objects.requireNonNull(trial.answer());
      found.add(
          "should be forwarded, but the gateway answers %d %s%s"
              .formatted(
                  answer.status(),
                  answer.reason(),
                  answer.detail() == null ? "" : ": " + answer.detail()));
      return;
    }
    compare("forwarded.host", expected.host(), forwarded.host());
    compare("forwarded.path", expected.path(), forwarded.path());
    headers("forwarded.headers", expected.headers(), forwarded.headers());
  }

  private void compare(ExpectCase.Answer expected, Trial trial) {
    Trial.Answer answer = trial.answer();
    if (answer == null) {
      found.add(
          "should be answered by the gateway, but %s is forwarded to %s"
              .formatted(trial.rule(), trial.backends().keySet()));
      return;
    }
    compare("answer.status", expected.status(), answer.status());
    compare("answer.reason", expected.reason(), answer.reason());
    headers("answer.headers", expected.headers(), answer.headers());
    compare("answer.body", expected.body(), String.valueOf(answer.body()));
  }

  private void headers(
      String where,
      @Nullable Map<String, @Nullable String> expected,
      Map<String, List<String>> actual) {
    if (expected == null) {
      return;
    }
    expected.forEach(
        (name, value) -> {
          List<String> values = actual.get(name.toLowerCase(Locale.ROOT));
          String joined = values == null ? null : String.join(", ", values);
          if (!Objects.equals(value, joined)) {
            add(where + "." + name, orAbsent(value), orAbsent(joined));
          }
        });
  }

  private void compare(String where, @Nullable Object expected, Object actual) {
    if (expected != null && !expected.equals(actual)) {
      add(where, expected, actual);
    }
  }

  private void add(String where, Object expected, Object actual) {
    found.add("%s should be %s, but is %s".formatted(where, shown(expected), shown(actual)));
  }

  private static Object orAbsent(@Nullable String value) {
    return value == null ? Absent.ABSENT : value;
  }

  private static String shown(Object value) {
    return value instanceof String text
        ? '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"'
        : value.toString();
  }

  private enum Absent {
    ABSENT;

    @Override
    public String toString() {
      return "absent";
    }
  }
}
