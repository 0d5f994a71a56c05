package dev.gatehouse.operator.input.folder;

/** Why a text can't be read, and where; its file makes a {@link Problem} of it. */
final class Flaw extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String what;

  /**
   * A flaw.
   *
   * @param line from 1
   */
  Flaw(int line, String what) {
    super(what);
    this.line = line;
    this.what = what;
  }

  int line() {
    return line;
  }

  String what() {
    return what;
  }
}
