package dev.gatehouse.operator.source;

import dev.gatehouse.crds.v1alpha1.RouteMatch;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The conditions of a rule. */
final class Matches {
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,32}");
  private static final RequestMatch EVERYTHING =
      new RequestMatch(new PathMatch.Prefix("/"), null, List.of(), List.of(), List.of());

  private Matches() {}

  /** Every request where there are none. */
  static List<RequestMatch> read(@Nullable List<RouteMatch> matches, Problems at) {
    if (matches == null || matches.isEmpty()) {
      return List.of(EVERYTHING);
    }
    var read = new ArrayList<RequestMatch>();
    for (int i = 0; i < matches.size(); i++) {
      RouteMatch match = matches.get(i);
      read.add(match == null ? EVERYTHING : one(match, at.item(i)));
    }
    return read;
  }

  private static RequestMatch one(RouteMatch match, Problems at) {
    return new RequestMatch(
        Paths.read(match.path(), at.field("path")),
        method(match.method(), at.field("method")),
        values(match.headers(), HeaderNames::read, at.field("headers")),
        values(match.queryParams(), Matches::name, at.field("queryParams")),
        values(match.cookies(), Matches::name, at.field("cookies")));
  }

  private static @Nullable String method(@Nullable String method, Problems at) {
    if (method != null && !METHOD.matcher(method).matches()) {
      at.add("\"" + method + "\" is no method; write it in capitals, like GET");
    }
    return method;
  }

  static String name(String name, Problems at) {
    if (name == null || name.isEmpty()) {
      at.add("is missing; say which one is meant");
      return "";
    }
    return name;
  }

  /** By name, since their order means nothing. */
  private static List<ValueMatch> values(
      @Nullable List<dev.gatehouse.crds.v1alpha1.ValueMatch> values,
      BiFunction<String, Problems, String> nameReader,
      Problems at) {
    if (values == null) {
      return List.of();
    }
    var read = new ArrayList<ValueMatch>();
    var names = new HashSet<String>();
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      if (value == null) {
        at.item(i).add("is empty; write a name and a value, or remove it");
        continue;
      }
      String name = nameReader.apply(value.name(), at.item(i).field("name"));
      if (!names.add(name)) {
        at.item(i).add("\"" + name + "\" has a condition already; keep one of them");
      }
      read.add(one(value, name, at.item(i).field("value")));
    }
    read.sort(Comparator.comparing(ValueMatch::name));
    return read;
  }

  private static ValueMatch one(
      dev.gatehouse.crds.v1alpha1.ValueMatch value, String name, Problems at) {
    if (value.value() == null) {
      at.add("is missing; write the value to match");
      return new ValueMatch.Exact(name, "");
    }
    if (value.type() == dev.gatehouse.crds.v1alpha1.ValueMatch.Type.RegularExpression) {
      return new ValueMatch.Regex(name, Paths.expression(value.value(), at));
    }
    return new ValueMatch.Exact(name, value.value());
  }
}
