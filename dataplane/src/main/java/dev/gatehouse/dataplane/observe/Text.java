package dev.gatehouse.dataplane.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Samples in Prometheus' text format 0.0.4, written byte by byte into an array that is used again
 * and again: many series make no garbage.
 */
final class Text {
  private static final int NANO_DIGITS = 9;
  private static final long NANOS = 1_000_000_000;

  private byte[] bytes = new byte[4096];
  private int length;

  /** The lines above the samples of a family. */
  static byte[] head(String family, String type, String help) {
    return bytes("# HELP %1$s %3$s\n# TYPE %1$s %2$s\n".formatted(family, type, help));
  }

  /** The value of a label as it stands between quotes. */
  static byte[] labelValue(String value) {
    return bytes(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Text add(byte[] more) {
    makeRoom(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /** Of ASCII alone. */
  Text add(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      add(ascii.charAt(i));
    }
    return this;
  }

  /** Never negative. */
  Text add(long number) {
    digits(number, digitsOf(number));
    return this;
  }

  void endLine(long value) {
    add(value).add('\n');
  }

  void endLineInSeconds(long nanos) {
    add(nanos / NANOS);
    long fraction = nanos % NANOS;
    if (fraction > 0) {
      int digits = NANO_DIGITS;
      for (; fraction % 10 == 0; fraction /= 10) {
        digits--;
      }
      add('.');
      digits(fraction, digits);
    }
    add('\n');
  }

  /** Passes on what was added, and begins anew. */
  void moveTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  private static int digitsOf(long number) {
    int digits = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void digits(long number, int digits) {
    makeRoom(digits);
    long rest = number;
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private void add(char ascii) {
    makeRoom(1);
    bytes[length++] = (byte) ascii;
  }

  private void makeRoom(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
