package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.snapshot.Filter.UrlRewrite;
import org.jspecify.annotations.Nullable;

/** URLRewrite: the backend sees another host or path; the query stays as it came. */
record UrlRewriteFilter(@Nullable String hostname, @Nullable PathChange path) implements Filter {
  static UrlRewriteFilter compile(UrlRewrite rewrite, PathChange.Context paths)
      throws InvalidFilter {
    if (rewrite.hostname() != null) {
      Hostname.check(rewrite.hostname());
    }
    return new UrlRewriteFilter(rewrite.hostname(), PathChange.compile(rewrite.path(), paths));
  }

  @Override
  public Step onRequest(Exchange exchange) {
    if (path != null) {
      String rewritten = path.apply(exchange);
      if (rewritten == null) {
        return new Step.Answer(PathChange.refusal());
      }
      exchange.request().path(rewritten);
    }
    if (hostname != null) {
      exchange.request().authority(hostname);
    }
    return Step.PROCEED;
  }
}
