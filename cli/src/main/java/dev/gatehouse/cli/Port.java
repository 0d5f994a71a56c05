package dev.gatehouse.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a port that is to be listened at. */
final class Port implements ITypeConverter<Integer> {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");
  private static final int HIGHEST = 65_535;

  @Override
  public Integer convert(String text) {
    if (DIGITS.matcher(text).matches() && Integer.parseInt(text) <= HIGHEST) {
      return Integer.valueOf(text);
    }
    throw new TypeConversionException(
        "\"%s\" is no port; write a number from 1 to %d, or 0 for any that is free"
            .formatted(text, HIGHEST));
  }
}
