package dev.gatehouse.dataplane.settings;

import java.util.List;

/** Settings that can't be used. The message holds everything that is wrong, a line each. */
public final class BadSettings extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  BadSettings(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** Each as {@code file:line: key: what is wrong}. */
  public List<String> problems() {
    return problems;
  }
}
