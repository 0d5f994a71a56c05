package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.ResponseHead;

/** ResponseHeaderModifier. It also sees the answers of filters that come after it. */
record ResponseHeaderFilter(HeaderChange change) implements Filter {
  @Override
  public Step onRequest(Exchange exchange) {
    return Step.PROCEED;
  }

  @Override
  public void onResponse(Exchange exchange, ResponseHead response) {
    change.apply(exchange, response.headers());
  }
}
