package dev.gatehouse.e2e.bench.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How many of everything.
 *
 * @param folder for all that the processes say and keep
 * @param images made of the folders in it
 * @param services of which the routes are a multiple
 * @param pods that are real
 * @param receivers that make up the rest of the fleet; 0 for none
 * @param secrets that no route names; 0 leaves out the restarts, too
 * @param changes of routes that are timed
 * @param moves of endpoints in a second, meanwhile; 0 for none
 * @param options for the operator's JVM
 */
record Plan(
    Path folder,
    Path images,
    int routes,
    int services,
    int pods,
    int receivers,
    int secrets,
    int changes,
    int moves,
    List<String> options) {
  Plan {
    options = List.copyOf(options);
  }

  /** Reads {@code name=value}, each but for the options once. */
  static Plan read(List<String> arguments) {
    var values = new HashMap<String, String>();
    var options = new ArrayList<String>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = argument.substring(0, equals);
      String value = argument.substring(equals + 1);
      if (name.equals("option")) {
        options.add(value);
      } else {
        values.put(name, value);
      }
    }
    return new Plan(
        Path.of(value(values, "folder")).toAbsolutePath(),
        Path.of(value(values, "images")).toAbsolutePath(),
        number(values, "routes"),
        number(values, "services"),
        number(values, "pods"),
        number(values, "receivers"),
        number(values, "secrets"),
        number(values, "changes"),
        number(values, "moves"),
        options);
  }

  private static int number(Map<String, String> values, String name) {
    return Integer.parseInt(value(values, name));
  }

  private static String value(Map<String, String> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }
}
