package dev.gatehouse.dataplane.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.filter.FilterChain;
import dev.gatehouse.dataplane.route.CompiledRule.FixedAnswer;
import dev.gatehouse.dataplane.route.RouteMatch;
import dev.gatehouse.dataplane.route.WeightedBackends;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request of a golden case, and what a compilation makes of it, as it is written down. */
final class GoldenRequest {
  private final String line;
  private final List<String> headers = new ArrayList<>();

  /**
   * @param node either {@code METHOD URL}, or that as {@code request} beside a list of {@code
   *     headers}
   */
  GoldenRequest(JsonNode node) {
    line = node.isTextual() ? node.asText() : node.path("request").asText();
    node.path("headers").forEach(header -> headers.add(header.asText()));
  }

  RequestHead head() {
    int space = line.indexOf(' ');
    int scheme = line.indexOf("://");
    int path = line.indexOf('/', scheme + 3);
    int query = line.indexOf('?', path);
    var fields = new Headers();
    for (String header : headers) {
      int colon = header.indexOf(": ");
      fields.add(header.substring(0, colon), header.substring(colon + 2));
    }
    return new RequestHead(
        line.substring(0, space),
        line.substring(space + 1, scheme),
        line.substring(scheme + 3, path),
        query < 0 ? line.substring(path) : line.substring(path, query),
        query < 0 ? null : line.substring(query + 1),
        fields);
  }

  Map<String, Object> outcome(Compilation compilation) {
    var outcome = new LinkedHashMap<String, Object>();
    outcome.put("request", line);
    if (!headers.isEmpty()) {
      outcome.put("headers", headers);
    }
    RequestHead head = head();
    RouteMatch match = compilation.table().match(head);
    if (match == null) {
      outcome.put("answer", "404 NO_ROUTE");
      return outcome;
    }
    outcome.put("rule", match.rule().id().value());
    if (!match.variables().isEmpty()) {
      outcome.put("variables", match.variables());
    }
    FixedAnswer fixed = match.rule().fixedAnswer();
    if (fixed == null) {
      run(match, head, outcome);
    } else {
      answer(fixed.answer(), outcome);
    }
    return outcome;
  }

  private static void run(RouteMatch match, RequestHead head, Map<String, Object> outcome) {
    var exchange =
        new Exchange(
            head,
            new Exchange.Client("192.0.2.7", "192.0.2.7", 4711, "http"),
            new Exchange.Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01", "r-1"),
            0);
    exchange.matched(match.variables(), match.matchedPrefix());
    var then =
        new FilterChain.Then() {
          @Override
          public void forward() {
            outcome.put("forward", head.method() + " " + head.authority() + head.target());
            if (head.headers().size() > 0) {
              outcome.put("with", lines(head.headers()));
            }
            outcome.put("to", shares(match.rule().backends()));
          }

          @Override
          public void answer(LocalAnswer answer) {
            GoldenRequest.answer(answer, outcome);
          }
        };
    var chain = new FilterChain(match.rule().filters(), exchange, then, Runnable::run);
    chain.onRequest();
    var response = new ResponseHead(200, new Headers().add("server", "backend"));
    chain.onResponse(response);
    if (!lines(response.headers()).equals(List.of("server: backend"))) {
      outcome.put("response", lines(response.headers()));
    }
  }

  private static void answer(LocalAnswer answer, Map<String, Object> outcome) {
    outcome.put("answer", answer.status() + " " + answer.reason());
    if (answer.detail() != null) {
      outcome.put("detail", answer.detail());
    }
    if (answer.headers().size() > 0) {
      outcome.put("answerHeaders", lines(answer.headers()));
    }
    if (answer.body() != null) {
      outcome.put("body", answer.contentType() + ": " + answer.body());
    }
  }

  private static List<String> shares(WeightedBackends backends) {
    var shares = new ArrayList<String>();
    if (backends.pick() instanceof WeightedBackends.Pick.Refused(FixedAnswer why)
        && backends.total() == 0) {
      shares.add(why.reason().status() + " " + why.reason());
    }
    for (WeightedBackends.Share share : backends.shares()) {
      String target =
          switch (share.pick()) {
            case WeightedBackends.Pick.To(var upstream) -> upstream.value();
            case WeightedBackends.Pick.Refused(FixedAnswer why) ->
                why.reason().status() + " " + why.reason() + " (" + why.detail() + ")";
          };
      shares.add(share.backend().weight() + " of " + backends.total() + " to " + target);
    }
    return shares;
  }

  private static List<String> lines(Headers headers) {
    var lines = new ArrayList<String>();
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    return lines;
  }
}
