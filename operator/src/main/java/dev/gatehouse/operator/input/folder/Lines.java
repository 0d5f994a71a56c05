package dev.gatehouse.operator.input.folder;

import java.util.Map;

/**
 * Where each field of an object stands in its file.
 *
 * @param byPointer the line, from 1, of each JSON pointer (RFC 6901) of the document
 * @param base the pointer of the object within the document; empty, but for an item of a List
 */
public record Lines(Map<String, Integer> byPointer, String base) {
  public Lines {
    byPointer = Map.copyOf(byPointer);
  }

  /** The line of the object itself. */
  public int first() {
    return at("");
  }

  /**
   * The line of a field, named as {@link ObjectCheck.Finding} names it, or of the nearest field
   * around it that is there.
   */
  public int at(String path) {
    String pointer = base + (path.isEmpty() || path.startsWith("/") ? path : pointer(path));
    while (true) {
      Integer line = byPointer.get(pointer);
      if (line != null) {
        return line;
      }
      int slash = pointer.lastIndexOf('/');
      if (slash < 0) {
        return 1;
      }
      pointer = pointer.substring(0, slash);
    }
  }

  /** Those of what stands at {@code pointer}. */
  public Lines under(String pointer) {
    return new Lines(byPointer, base + pointer);
  }

  static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** A pointer as people write paths, like {@code spec.rules[0].name}. */
  static String dotted(String pointer) {
    var path = new StringBuilder();
    for (String step : pointer.substring(Math.min(1, pointer.length())).split("/", -1)) {
      String name = step.replace("~1", "/").replace("~0", "~");
      if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
        path.append('[').append(name).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    return path.toString();
  }

  /** {@code spec.rules[0].name} as a pointer; what stands in brackets is a key or an index. */
  private static String pointer(String path) {
    var pointer = new StringBuilder();
    int at = 0;
    while (at < path.length()) {
      char c = path.charAt(at);
      if (c == '.') {
        at++;
      } else if (c == '[') {
        int end = path.indexOf(']', at);
        end = end < 0 ? path.length() : end;
        pointer.append('/').append(escaped(path.substring(at + 1, end)));
        at = end + 1;
      } else {
        int end = at;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
          end++;
        }
        pointer.append('/').append(escaped(path.substring(at, end)));
        at = end;
      }
    }
    return pointer.toString();
  }
}
