package dev.gatehouse.operator.source;

import com.google.re2j.PatternSyntaxException;
import dev.gatehouse.snapshot.NormalPath;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RegexSize;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Conditions on the path. */
final class Paths {
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private Paths() {}

  /** {@code PathPrefix /} where nothing is said. */
  static PathMatch read(dev.gatehouse.crds.v1alpha1.@Nullable PathMatch path, Problems at) {
    var type =
        path == null || path.type() == null
            ? dev.gatehouse.crds.v1alpha1.PathMatch.Type.PathPrefix
            : path.type();
    String value = path == null || path.value() == null ? "/" : path.value();
    Problems atValue = at.field("value");
    return switch (type) {
      case Exact -> new PathMatch.Exact(literal(value, atValue));
      case PathPrefix -> new PathMatch.Prefix(withoutTrailingSlash(literal(value, atValue)));
      case Template -> new PathMatch.Template(template(value, atValue));
      case RegularExpression -> {
        PathExpressions.checkEncoding(value, atValue);
        yield new PathMatch.Regex(expression(value, atValue));
      }
    };
  }

  /** An RE2 expression, as the data plane will compile it. */
  static String expression(String value, Problems at) {
    if (RegexSize.of(value) > RegexSize.MAX) {
      at.add("this expression is too large: counted repetitions multiply; use smaller counts");
      return value;
    }
    try {
      com.google.re2j.Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      at.add("RE2 can't read this expression: " + e.getMessage() + "; see github.com/google/re2");
    }
    return value;
  }

  /** The names of a template's variables. */
  static Set<String> variables(PathMatch path) {
    var names = new LinkedHashSet<String>();
    if (path instanceof PathMatch.Template(String value)) {
      VARIABLE.matcher(value).results().forEach(found -> names.add(found.group(1)));
    }
    return names;
  }

  /**
   * A path as requests have it once they are normalised. Another spelling of one is understood;
   * what no request can have is refused, since it would never match.
   */
  private static String literal(String value, Problems at) {
    String normal = NormalPath.withNormalEncoding(value);
    if (!value.startsWith("/")) {
      at.add("\"" + value + "\" must start with a slash");
    } else if (normal == null) {
      at.add("\"" + value + "\" holds %00 or a % without two hex digits; write % itself as %25");
    } else if (normal.contains("//") || segments(normal).stream().anyMatch(Paths::isDots)) {
      at.add("\"" + value + "\" holds an empty, . or .. segment, which no request has; remove it");
    } else if (normal.contains("%2F")) {
      at.add("\"" + value + "\" holds an encoded slash, which servers read in two ways; remove it");
    } else if (value.chars().anyMatch(c -> c <= ' ' || c == '?' || c == '#' || c >= 0x7f)) {
      at.add(
          "\""
              + value
              + "\" holds a query, a fragment, a space or what is not ASCII; percent-encode what"
              + " belongs to the path");
    } else {
      return normal;
    }
    return value;
  }

  private static String template(String value, Problems at) {
    String normal = literal(value, at);
    var names = new LinkedHashSet<String>();
    for (String segment : segments(normal)) {
      var variable = VARIABLE.matcher(segment);
      if (variable.matches()) {
        if (!names.add(variable.group(1))) {
          at.add("{" + variable.group(1) + "} comes twice; give each variable a name of its own");
        }
      } else if (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0) {
        at.add("a variable is a whole segment like /users/{id}; \"" + segment + "\" is not");
      }
    }
    return normal;
  }

  private static List<String> segments(String value) {
    return List.of(value.substring(Math.min(1, value.length())).split("/", -1));
  }

  private static boolean isDots(String segment) {
    return segment.equals(".")
        || segment.equals("..")
        || segment.startsWith(".;")
        || segment.startsWith("..;");
  }

  /** Prefixes go by segments, so that a slash at the end says nothing. */
  private static String withoutTrailingSlash(String value) {
    return value.length() > 1 && value.endsWith("/")
        ? value.substring(0, value.length() - 1)
        : value;
  }
}
