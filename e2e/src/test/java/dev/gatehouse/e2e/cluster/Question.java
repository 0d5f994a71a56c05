package dev.gatehouse.e2e.cluster;

import java.io.IOException;

/**
 * What a client of the load asks the backends: a GET or a POST, now and then with a large body.
 *
 * @param id by which backends enter it into the ledger
 * @param number which of its protocol's
 */
record Question(String id, long number) {
  private static final int LARGE = 256 << 10;

  /** Whether the body is in the request, and not in the answer. */
  boolean posts() {
    return number % 2 == 0;
  }

  private int size() {
    return number % 20 < 2 ? LARGE : 16;
  }

  /** What it asks of this path. */
  String target(String path) {
    return posts() ? path : path + "?size=" + size();
  }

  /** The large or the small body. */
  String body() {
    return "x".repeat(size());
  }

  /** Fails unless it is the answer to its target. */
  void check(String answer) throws IOException {
    if (posts()) {
      check(answer, size(), "");
    } else {
      check(answer, 0, body());
    }
  }

  /** Fails unless a backend answers so, whose name has two letters. */
  static void check(String answer, int received, String rest) throws IOException {
    if (answer.length() < 2 || !answer.substring(2).equals(" " + received + "\n" + rest)) {
      throw new IOException("answer " + shortened(answer));
    }
  }

  static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }
}
