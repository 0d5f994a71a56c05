package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted word of YAML means, as kubectl reads it (its parser follows YAML 1.1 here), so
 * that {@code value: on} is refused in a folder just as it is in a cluster.
 */
final class Scalars {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE =
      Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y");
  private static final Set<String> FALSE =
      Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[bB][01]+|0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|[0-9]+)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern BEYOND_JSON =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  /** With 64 binary digits and a sign, the longest integer that is one and no fraction. */
  private static final int MAX_INTEGER = 67;

  private static final int BITS = 64;

  private Scalars() {}

  /** Whether the word is a number that JSON has no notation for. */
  static boolean isBeyondJson(String text) {
    return BEYOND_JSON.matcher(text).matches();
  }

  static JsonNode plain(String text) {
    if (NULLS.contains(text)) {
      return NullNode.getInstance();
    }
    if (TRUE.contains(text)) {
      return BooleanNode.TRUE;
    }
    if (FALSE.contains(text)) {
      return BooleanNode.FALSE;
    }
    JsonNode number = text.startsWith("_") ? null : number(text.replace("_", ""));
    return number == null ? TextNode.valueOf(text) : number;
  }

  /** Integers of more than 64 bits are fractions, or no numbers where they have a prefix. */
  private static @Nullable JsonNode number(String text) {
    if (text.length() <= MAX_INTEGER && INTEGER.matcher(text).matches()) {
      BigInteger value = integer(text);
      BigInteger magnitude = value.signum() < 0 ? value.not() : value;
      if (magnitude.bitLength() < (value.signum() < 0 ? BITS : BITS + 1)) {
        return integer(value);
      }
    }
    if (!FLOAT.matcher(text).matches()) {
      return null;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : fraction(value);
  }

  private static BigInteger integer(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    BigInteger value =
        switch (digits.length() > 1 && digits.charAt(0) == '0' ? digits.charAt(1) : ' ') {
          case 'b', 'B' -> new BigInteger(digits.substring(2), 2);
          case 'x', 'X' -> new BigInteger(digits.substring(2), 16);
          case 'o', 'O' -> new BigInteger(digits.substring(2), 8);
          case ' ' -> new BigInteger(digits);
          default -> new BigInteger(digits, digits.matches("[0-7]+") ? 8 : 10);
        };
    return text.startsWith("-") ? value.negate() : value;
  }

  private static JsonNode integer(BigInteger value) {
    if (value.bitLength() < 32) {
      return IntNode.valueOf(value.intValue());
    }
    return value.bitLength() < 64
        ? LongNode.valueOf(value.longValue())
        : BigIntegerNode.valueOf(value);
  }

  /** JSON knows one kind of number: {@code 1.0} is the integer 1, as it is to an API server. */
  private static JsonNode fraction(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e18;
    return whole ? integer(BigInteger.valueOf((long) value)) : DoubleNode.valueOf(value);
  }
}
