package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.Filter.PathModifier;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new path for a request, whole or instead of the prefix that matched, as the Gateway API's
 * HTTPPathModifier has it: {@code /foo} replaced by {@code /xyz} makes {@code /foo/bar} into {@code
 * /xyz/bar}, and {@code /foo} into {@code /xyz}.
 */
record PathChange(ValueTemplate replacement, boolean prefixOnly) {
  /**
   * @param variables that every match of the rule has
   * @param onlyPrefixes whether every match of the rule is a PathPrefix
   */
  record Context(Set<String> variables, boolean onlyPrefixes) {}

  static @Nullable PathChange compile(@Nullable PathModifier modifier, Context context)
      throws InvalidFilter {
    return switch (modifier) {
      case null -> null;
      case PathModifier.Full(String value) -> of(value, false, context);
      case PathModifier.Prefix(String value) -> {
        if (!context.onlyPrefixes()) {
          throw new InvalidFilter(
              "ReplacePrefixMatch needs a rule all of whose matches are of type PathPrefix");
        }
        yield of(value, true, context);
      }
    };
  }

  private static PathChange of(String value, boolean prefixOnly, Context context)
      throws InvalidFilter {
    if (!value.startsWith("/") && !(prefixOnly && value.isEmpty())) {
      throw new InvalidFilter("the replacement path \"" + value + "\" doesn't start with a slash");
    }
    if (value.indexOf('?') >= 0 || value.indexOf('#') >= 0) {
      throw new InvalidFilter("the replacement path \"" + value + "\" holds a ? or #");
    }
    if (SafePath.of(value) == null) {
      throw new InvalidFilter("the replacement path \"" + value + "\" holds a dot segment");
    }
    return new PathChange(ValueTemplate.compile(value, context.variables()), prefixOnly);
  }

  /** Null if what came with the request would lead out of where the replacement points. */
  @Nullable String apply(Exchange exchange) {
    String start = replacement.render(exchange, PathChange::asSegment);
    String prefix = exchange.matchedPrefix();
    String rest = prefixOnly && prefix != null ? rest(exchange.originalPath(), prefix) : "";
    return SafePath.of(start + rest);
  }

  /** The answer where {@link #apply} found no path. */
  static LocalAnswer refusal() {
    return LocalAnswer.of(
        Reason.BAD_REQUEST, "the path would lead out of what the route replaces it by");
  }

  /** Begins with a slash, or is empty where the prefix was all there was. */
  private static String rest(String path, String prefix) {
    return path.length() <= prefix.length() || path.equals("/")
        ? ""
        : path.substring(prefix.length());
  }

  /** What came in a path is encoded as it has to be; anything else could hold a slash. */
  private static String asSegment(Variable variable, String value) {
    return variable instanceof Variable.PathVariable ? value : SafePath.segment(value);
  }
}
