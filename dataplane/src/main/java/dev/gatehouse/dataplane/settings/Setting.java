package dev.gatehouse.dataplane.settings;

import dev.gatehouse.dataplane.settings.YamlLeaves.Leaf;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One key: what may stand there, and what holds where nothing does.
 *
 * @param key dotted, like {@code listeners.traffic.port}
 * @param type for the documentation
 * @param list whether a list stands there; its default is the empty one
 * @param standard the default, as it would be written
 * @param read throws {@link IllegalArgumentException} with a sentence that says what may stand
 *     there
 */
record Setting<T>(
    String key,
    String type,
    boolean list,
    String standard,
    Function<List<String>, T> read,
    String description) {

  static Setting<String> text(String key, String standard, String description) {
    return scalar(key, "text", standard, description, value -> value);
  }

  /** What is a token both of RFC 9110 and of RFC 9651, or nothing. */
  static Setting<String> token(String key, String standard, String description) {
    return scalar(
        key,
        "token",
        standard,
        description,
        value -> {
          if (!value.matches("([A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]*)?")) {
            throw new IllegalArgumentException(
                "has to begin with a letter and hold letters, digits and -._ alone");
          }
          return value;
        });
  }

  static Setting<Integer> port(String key, int standard, String description) {
    return number(key, standard, 0, 65535, description);
  }

  static Setting<Integer> number(
      String key, int standard, int least, int most, String description) {
    return scalar(
        key,
        "number, %d to %d".formatted(least, most),
        Integer.toString(standard),
        description,
        value -> {
          if (!value.matches("[0-9]{1,9}")
              || Integer.parseInt(value) < least
              || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(
                "has to be a number from %d to %d".formatted(least, most));
          }
          return Integer.parseInt(value);
        });
  }

  static Setting<Integer> bytes(String key, String standard, String description) {
    return scalar(key, "size", standard, description, Quantities::bytes);
  }

  /** One that may be {@code none}, which is read as {@link Long#MAX_VALUE}. */
  static Setting<Long> bytesOrNone(String key, String standard, String description) {
    return scalar(key, "size or `none`", standard, description, Quantities::bytesOrNone);
  }

  static Setting<Duration> duration(String key, String standard, String description) {
    return scalar(key, "duration", standard, description, Quantities::duration);
  }

  static Setting<Duration> duration(
      String key, String standard, Duration least, String description) {
    return scalar(
        key,
        "duration, at least %ds".formatted(least.toSeconds()),
        standard,
        description,
        value -> {
          Duration duration = Quantities.duration(value);
          if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                "has to be at least %ds".formatted(least.toSeconds()));
          }
          return duration;
        });
  }

  static <E extends Enum<E>> Setting<E> choice(
      String key, Class<E> choices, E standard, String description) {
    List<String> names = Arrays.stream(choices.getEnumConstants()).map(Setting::named).toList();
    return scalar(
        key,
        names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")),
        named(standard),
        description,
        value -> {
          if (!names.contains(value)) {
            throw new IllegalArgumentException("has to be one of " + String.join(", ", names));
          }
          return Enum.valueOf(choices, value.toUpperCase(Locale.ROOT));
        });
  }

  static Setting<List<Cidr>> networks(String key, String description) {
    return new Setting<>(
        key,
        "list of CIDRs",
        true,
        "[]",
        values -> values.stream().map(Cidr::parse).toList(),
        description);
  }

  /** What the file says, or the default. */
  T in(Map<String, Leaf> file) {
    Leaf leaf = file.get(key);
    return leaf != null
        ? read.apply(leaf.values())
        : read.apply(list ? List.of() : List.of(standard));
  }

  private static <T> Setting<T> scalar(
      String key, String type, String standard, String description, Function<String, T> read) {
    return new Setting<>(
        key, type, false, standard, values -> read.apply(values.getFirst()), description);
  }

  private static String named(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
