package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value that doesn't fit its field, in the words of YAML, where Jackson speaks of Java's types.
 *
 * @param pointer to the field (RFC 6901)
 */
public record Misfit(String pointer, String message) {
  public static Misfit of(JsonMappingException failure) {
    String pointer =
        failure.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "/" + step.getIndex()
                        : "/" + Lines.escaped(step.getFieldName()))
            .collect(Collectors.joining());
    return new Misfit(pointer, message(failure, Lines.dotted(pointer)));
  }

  private static String message(JsonMappingException failure, String field) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          "there is no field %s; there are %s".formatted(field, known(unknown));
      case MismatchedInputException misfit -> field + " has to be " + wanted(misfit);
      default -> field + ": " + failure.getOriginalMessage();
    };
  }

  private static String wanted(MismatchedInputException misfit) {
    Class<?> type = misfit.getTargetType();
    if (type == String.class) {
      return "text: put it in quotes";
    }
    if (isNumber(type)) {
      return "a whole number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type != null && type.isEnum()) {
      return "one of "
          + Stream.of(type.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    }
    return type != null && Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static boolean isNumber(@Nullable Class<?> type) {
    return type == Integer.class || type == int.class || type == Long.class || type == long.class;
  }

  private static String known(UnrecognizedPropertyException unknown) {
    return unknown.getKnownPropertyIds().stream()
        .map(Object::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
