package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.Cookies;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.QueryParameters;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.ValueMatch;
import org.jspecify.annotations.Nullable;

/** A condition on one named value of a request, compiled. */
record ValueCondition(Verdict.Place place, ValueMatch definition, @Nullable Regex regex) {
  static ValueCondition compile(Verdict.Place place, ValueMatch definition) throws InvalidRule {
    return switch (definition) {
      case ValueMatch.Exact _ -> new ValueCondition(place, definition, null);
      case ValueMatch.Regex(_, String value) ->
          new ValueCondition(place, definition, Regex.compile(value));
    };
  }

  boolean holds(RequestHead head) {
    String value = valueIn(head);
    if (value == null) {
      return false;
    }
    return regex == null ? value.equals(definition.value()) : regex.matches(value);
  }

  Verdict verdict(RequestHead head) {
    return new Verdict.Value(place, definition, valueIn(head));
  }

  private @Nullable String valueIn(RequestHead head) {
    return switch (place) {
      case HEADER -> header(head.headers(), definition.name());
      case QUERY_PARAMETER -> QueryParameters.first(head.query(), definition.name());
      case COOKIE -> Cookies.first(head.headers(), definition.name());
    };
  }

  /** Several lines of one name are one value, joined as RFC 9110, section 5.3 has it. */
  private static @Nullable String header(Headers headers, String name) {
    String joined = null;
    for (int i = 0; i < headers.size(); i++) {
      if (headers.nameAt(i).equals(name)) {
        String value = headers.valueAt(i);
        joined = joined == null ? value : joined + ", " + value;
      }
    }
    return joined;
  }
}
