package dev.gatehouse.dataplane.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A path some of whose segments are variables, like <code>/users/{id}/orders</code>. */
final class PathTemplate {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  /**
   * One segment.
   *
   * @param variable its name where it is one, else null
   */
  record Segment(String literal, @Nullable String variable) {}

  private final List<Segment> segments;
  private final Set<String> variables;

  private PathTemplate(List<Segment> segments, Set<String> variables) {
    this.segments = List.copyOf(segments);
    this.variables = Set.copyOf(variables);
  }

  static PathTemplate compile(String value) throws InvalidRule {
    var segments = new ArrayList<Segment>();
    var variables = new HashSet<String>();
    for (String text : value.substring(1).split("/", -1)) {
      Segment segment = segment(text, value);
      if (segment.variable != null && !variables.add(segment.variable)) {
        throw new InvalidRule(
            "the path template \"" + value + "\" names {" + segment.variable + "} twice");
      }
      segments.add(segment);
    }
    return new PathTemplate(segments, variables);
  }

  /** With a variable for each segment that makes no sense. */
  static PathTemplate asFarAsKnown(String value) {
    var segments = new ArrayList<Segment>();
    for (String text : value.substring(1).split("/", -1)) {
      boolean literal = text.chars().noneMatch(c -> "{}%;".indexOf(c) >= 0);
      segments.add(
          literal ? new Segment(text, null) : new Segment("", "segment" + segments.size()));
    }
    return new PathTemplate(segments, Set.of());
  }

  private static Segment segment(String text, String value) throws InvalidRule {
    if (text.indexOf('{') < 0 && text.indexOf('}') < 0) {
      return new Segment(text, null);
    }
    String name = text.substring(1, Math.max(1, text.length() - 1));
    if (!text.startsWith("{") || !text.endsWith("}") || !NAME.matcher(name).matches()) {
      throw new InvalidRule(
          "the path template \""
              + value
              + "\" has the segment \""
              + text
              + "\"; a variable is a whole segment, {name} with a name of letters, digits, - and _");
    }
    return new Segment("", name);
  }

  List<Segment> segments() {
    return segments;
  }

  Set<String> variables() {
    return variables;
  }

  boolean matches(String path) {
    int start = 1;
    for (int i = 0; i < segments.size(); i++) {
      int end = segmentEnd(path, start);
      Segment segment = segments.get(i);
      boolean fits =
          segment.variable != null
              ? end > start
              : end - start == segment.literal.length() && path.startsWith(segment.literal, start);
      boolean last = i == segments.size() - 1;
      if (start > path.length() || !fits || last != (end == path.length())) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  /** The variables' values in a path that matches, as they stand there. */
  Map<String, String> valuesIn(String path) {
    var values = new LinkedHashMap<String, String>();
    int start = 1;
    for (Segment segment : segments) {
      int end = segmentEnd(path, start);
      if (segment.variable != null) {
        values.put(segment.variable, path.substring(start, end));
      }
      start = end + 1;
    }
    return values;
  }

  /** Where the segment that starts there ends. */
  static int segmentEnd(String path, int start) {
    int slash = path.indexOf('/', start);
    return slash < 0 ? path.length() : slash;
  }
}
