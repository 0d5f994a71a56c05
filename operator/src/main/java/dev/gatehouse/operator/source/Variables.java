package dev.gatehouse.operator.source;

import java.util.Set;
import java.util.TreeSet;

/** The variables that a value may hold, like <code>${trace.id}</code>. */
final class Variables {
  private static final String PATH = "path.";

  private final Set<String> paths;

  /**
   * @param paths the variables that every path template of the rule has
   */
  Variables(Set<String> paths) {
    this.paths = new TreeSet<>(paths);
  }

  /** Complains of each variable in {@code value} that there is not. */
  void check(String value, Problems at) {
    for (int start = value.indexOf("${"); start >= 0; start = value.indexOf("${", start + 2)) {
      int end = value.indexOf('}', start);
      if (end < 0) {
        at.add("\"" + value.substring(start) + "\" is not closed; write } after the name");
        return;
      }
      check(value.substring(start + 2, end), value.substring(start, end + 1), at);
    }
  }

  private void check(String name, String written, Problems at) {
    if (name.equals("trace.id") || name.equals("client.address")) {
      return;
    }
    if (!name.startsWith(PATH)) {
      at.add(
          "there is no variable "
              + written
              + "; there are ${trace.id}, ${client.address} and ${path.NAME} of a path template");
    } else if (!paths.contains(name.substring(PATH.length()))) {
      at.add(
          written
              + " needs a Template path with {"
              + name.substring(PATH.length())
              + "} in every match of the rule; they share "
              + (paths.isEmpty() ? "no variable" : String.join(", ", paths)));
    }
  }
}
