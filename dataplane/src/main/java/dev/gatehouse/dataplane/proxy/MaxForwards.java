package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.List;

/**
 * How often an OPTIONS request may be forwarded (RFC 9110, section 7.6.2). It means nothing in
 * other methods, TRACE aside, which isn't taken here.
 */
final class MaxForwards {
  private static final String NAME = "max-forwards";

  /** So many digits fit an int. */
  private static final int MAX_DIGITS = 9;

  private MaxForwards() {}

  /** Whether it is there where it counts, but not as one number. */
  static boolean isBad(RawHead head) {
    if (!head.method().equals("OPTIONS")) {
      return false;
    }
    List<String> values = head.headers().getAll(NAME);
    return !values.isEmpty()
        && (values.size() > 1
            || values.getFirst().length() > MAX_DIGITS
            || !HttpText.isLength(values.getFirst()));
  }

  /** Counts one off; returns whether there was none, so that the answer has to be given here. */
  static boolean spent(RequestHead head) {
    if (!head.method().equals("OPTIONS")) {
      return false;
    }
    String value = head.headers().get(NAME);
    int left = value == null ? 1 : Integer.parseInt(value);
    if (value != null && left > 0) {
      head.headers().set(NAME, Integer.toString(left - 1));
    }
    return left == 0;
  }
}
