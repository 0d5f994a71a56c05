package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;

/** RequestHeaderModifier. */
record RequestHeaderFilter(HeaderChange change) implements Filter {
  @Override
  public Step onRequest(Exchange exchange) {
    change.apply(exchange, exchange.request().headers());
    return Step.PROCEED;
  }
}
