package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Text with variables like <code>${trace.id}</code>, compiled once. <code>$${</code> stands for
 * <code>${</code> itself.
 */
final class ValueTemplate {
  private final List<Part> parts;
  private final @Nullable String constant;

  /** Makes what came with the request harmless where it will stand. */
  @FunctionalInterface
  interface Neutraliser {
    String harmless(Variable variable, String value);
  }

  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Value(Variable variable) implements Part {}
  }

  private ValueTemplate(List<Part> parts) {
    this.parts = List.copyOf(parts);
    this.constant =
        switch (parts.size()) {
          case 0 -> "";
          case 1 -> parts.getFirst() instanceof Part.Literal(String text) ? text : null;
          default -> null;
        };
  }

  static ValueTemplate compile(String text, Set<String> pathVariables) throws InvalidFilter {
    var parts = new ArrayList<Part>();
    var literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        literal.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw new InvalidFilter("\"" + text + "\" has a ${ without its }");
        }
        addLiteral(parts, literal);
        parts.add(new Part.Value(Variable.named(text.substring(at + 2, end), pathVariables)));
        at = end + 1;
      } else {
        literal.append(text.charAt(at++));
      }
    }
    addLiteral(parts, literal);
    return new ValueTemplate(parts);
  }

  private static void addLiteral(List<Part> parts, StringBuilder literal) {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  String render(Exchange exchange, Neutraliser neutraliser) {
    if (constant != null) {
      return constant;
    }
    var text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(String literal) -> text.append(literal);
        case Part.Value(Variable variable) ->
            text.append(neutraliser.harmless(variable, variable.valueIn(exchange)));
      }
    }
    return text.toString();
  }
}
