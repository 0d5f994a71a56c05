package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.Filter.DirectResponse;
import org.jspecify.annotations.Nullable;

/** DirectResponse: answers each request alike. */
record DirectResponseFilter(int status, @Nullable String contentType, @Nullable String body)
    implements Filter {
  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  static DirectResponseFilter compile(DirectResponse response) throws InvalidFilter {
    if (response.statusCode() < 200 || response.statusCode() > 599) {
      throw new InvalidFilter(
          "DirectResponse's status code " + response.statusCode() + " is not in 200 to 599");
    }
    String contentType = response.contentType();
    if (contentType != null && contentType.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new InvalidFilter("DirectResponse's content type is no media type");
    }
    return new DirectResponseFilter(
        response.statusCode(),
        contentType == null && response.body() != null ? PLAIN_TEXT : contentType,
        response.body());
  }

  @Override
  public Step onRequest(Exchange exchange) {
    return new Step.Answer(
        new LocalAnswer(Reason.DIRECT_RESPONSE, status, new Headers(4), contentType, body, null));
  }
}
