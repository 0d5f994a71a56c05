package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.source.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What was given on the command line, or else in the environment: {@code --push-port} is {@code
 * GATEHOUSE_PUSH_PORT} there.
 */
final class Options {
  private final Map<String, List<String>> flags = new HashMap<>();
  private final Map<String, String> environment;

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException for a flag that is not among {@code known}, or lacks a value
   */
  Options(List<String> args, Map<String, String> environment, Set<String> known) {
    this.environment = environment;
    for (int i = 0; i < args.size(); i += 2) {
      String flag = args.get(i);
      if (!known.contains(flag)) {
        throw new IllegalArgumentException("unknown option: " + flag);
      }
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException("option " + flag + " needs a value");
      }
      flags.computeIfAbsent(flag, _ -> new ArrayList<>()).add(args.get(i + 1));
    }
  }

  /** The one that was given last, or {@code standard}. */
  String text(String flag, String standard) {
    List<String> given = flags.get(flag);
    return given == null ? environment.getOrDefault(variable(flag), standard) : given.getLast();
  }

  int port(String flag, int standard) {
    String text = text(flag, String.valueOf(standard));
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(flag + " is not a port: " + text, e);
    }
    throw new IllegalArgumentException(flag + " is not a port: " + text);
  }

  Duration duration(String flag, Duration standard) {
    String text = text(flag, standard.toMillis() + "ms");
    return Durations.read(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    flag + " is no duration: " + text + "; write it like 500ms, 10s or 1m30s"));
  }

  /** All that were given, those of the environment separated by commas. */
  List<String> all(String flag) {
    var all = new ArrayList<String>();
    String named = environment.get(variable(flag));
    if (named != null) {
      all.addAll(List.of(named.split(",")));
    }
    all.addAll(flags.getOrDefault(flag, List.of()));
    return all;
  }

  private static String variable(String flag) {
    return "GATEHOUSE_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
