package dev.gatehouse.operator.source;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a spec, each with the path of the field it is about. */
final class Problems {
  private final String path;
  private final List<String> found;

  private Problems(String path, List<String> found) {
    this.path = path;
    this.found = found;
  }

  static Problems ofSpec() {
    return new Problems("spec", new ArrayList<>());
  }

  /** The same collection, for a field of this one. */
  Problems field(String name) {
    return new Problems(path + "." + name, found);
  }

  /** The same collection, for an item of this list. */
  Problems item(int index) {
    return new Problems(path + "[" + index + "]", found);
  }

  /** Says what to change about this field. */
  void add(String message) {
    found.add(path + ": " + message);
  }

  List<String> found() {
    return List.copyOf(found);
  }
}
