package dev.gatehouse.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The chart's values.yaml: what every value is by default, and what its comment says. */
final class ValuesFile {
  /**
   * One that is explained.
   *
   * @param path its keys with dots between
   * @param standard in one line
   */
  record Value(String path, String standard, String comment) {
    String section() {
      int dot = path.indexOf('.');
      return dot < 0 ? "" : path.substring(0, dot);
    }
  }

  private record Key(int indent, String name) {}

  private static final Pattern COMMENT = Pattern.compile(" *# (?<begins>-- )?(?<text>.*)");
  private static final Pattern KEY = Pattern.compile("(?<indent> *)(?<name>[A-Za-z]+):.*");

  private final List<Value> values = new ArrayList<>();
  private final JsonNode tree;

  private ValuesFile(String text) {
    tree = Manifest.tree(text);
    Deque<Key> above = new ArrayDeque<>();
    var comment = new ArrayList<String>();
    for (String line : text.lines().toList()) {
      Matcher remark = COMMENT.matcher(line);
      Matcher key = KEY.matcher(line);
      if (remark.matches()) {
        if (remark.group("begins") != null || !comment.isEmpty()) {
          comment.add(remark.group("text"));
        }
        continue;
      }
      if (key.matches()) {
        int indent = key.group("indent").length();
        while (!above.isEmpty() && above.getLast().indent() >= indent) {
          above.removeLast();
        }
        above.addLast(new Key(indent, key.group("name")));
        if (!comment.isEmpty()) {
          String path = above.stream().map(Key::name).collect(Collectors.joining("."));
          values.add(new Value(path, standard(path), String.join(" ", comment)));
        }
      }
      comment.clear();
    }
  }

  static ValuesFile read() {
    return new ValuesFile(Chart.text("values.yaml"));
  }

  List<Value> values() {
    return List.copyOf(values);
  }

  /** Paths of values that no comment explains, neither their own nor that of one they are in. */
  List<String> unexplained() {
    var paths = new ArrayList<String>();
    collectUnexplained("", tree, paths);
    return paths;
  }

  private void collectUnexplained(String path, JsonNode node, List<String> paths) {
    if (values.stream().anyMatch(value -> value.path().equals(path))) {
      return;
    }
    if (!node.isObject() || node.isEmpty()) {
      paths.add(path);
    } else {
      node.properties()
          .forEach(
              entry ->
                  collectUnexplained(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      paths));
    }
  }

  private String standard(String path) {
    return flow(tree.at("/" + path.replace('.', '/')));
  }

  /** As people would write it in one line of YAML. */
  private static String flow(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false)
          .map(ValuesFile::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    boolean plain = node.isTextual() && node.asText().matches("[A-Za-z][A-Za-z0-9./-]*");
    return plain ? node.asText() : node.toString();
  }
}
