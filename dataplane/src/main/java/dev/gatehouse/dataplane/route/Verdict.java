package dev.gatehouse.dataplane.route;

import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.ValueMatch;
import org.jspecify.annotations.Nullable;

/** What became of one match of one rule when a request asked for its route. */
public sealed interface Verdict {
  /** It takes the request. */
  record Won() implements Verdict {}

  /** Its path is another. */
  record Path(PathMatch want, String got) implements Verdict {}

  /** Its method is another. */
  record Method(String want, String got) implements Verdict {}

  /**
   * A value is not what it should be.
   *
   * @param got null where the request has no such name
   */
  record Value(Place place, ValueMatch want, @Nullable String got) implements Verdict {}

  /** It would match, but another rule's precedence is higher. */
  record LowerPrecedence(ResourceId winner) implements Verdict {}

  /** Its host would match, but a more specific one is claimed, and decides alone. */
  record LessSpecificHost(String claimed) implements Verdict {}

  /** Where a value stands. */
  enum Place {
    HEADER,
    QUERY_PARAMETER,
    COOKIE
  }
}
