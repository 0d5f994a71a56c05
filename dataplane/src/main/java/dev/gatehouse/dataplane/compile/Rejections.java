package dev.gatehouse.dataplane.compile;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.route.CompiledRule.FixedAnswer;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stable reasons for which a pod refuses a resource, and what requests hear of them. */
final class Rejections {
  static final String INVALID_RESOURCE = "INVALID_RESOURCE";
  static final String UNSUPPORTED_FEATURE = "UNSUPPORTED_FEATURE";
  static final String MISSING_UPSTREAM = "MISSING_UPSTREAM";

  private Rejections() {}

  static Ack.Rejection of(Encoded resource, String reason, String message) {
    return new Ack.Rejection(resource.id(), resource.hash(), reason, message);
  }

  static Ack.Rejection unsupported(Encoded resource, List<String> missing) {
    return of(resource, UNSUPPORTED_FEATURE, lacks(missing));
  }

  static String lacks(List<String> missing) {
    return "this pod lacks " + String.join(", ", missing);
  }

  /** What requests are answered that an upstream should have had, which can't be used. */
  static FixedAnswer answerInPlaceOf(ResourceId upstream, Ack.@Nullable Rejection rejection) {
    if (rejection == null) {
      return new FixedAnswer(Reason.MISSING_UPSTREAM, "the snapshot holds no " + upstream);
    }
    Reason reason =
        rejection.reason().equals(UNSUPPORTED_FEATURE)
            ? Reason.UNSUPPORTED_FEATURE
            : Reason.INVALID_RULE;
    return new FixedAnswer(reason, upstream + ": " + rejection.message());
  }
}
