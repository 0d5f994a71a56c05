package dev.gatehouse.cli.trial;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.snapshot.Filter.DirectResponse;
import dev.gatehouse.snapshot.Filter.HeaderEdits;
import dev.gatehouse.snapshot.Filter.RequestHeaders;
import dev.gatehouse.snapshot.Filter.RequestRedirect;
import dev.gatehouse.snapshot.Filter.ResponseHeaders;
import dev.gatehouse.snapshot.Filter.UrlRewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A compiled filter that tells what it does. */
final class TracedFilter implements Filter {
  private final Filter filter;
  private final dev.gatehouse.snapshot.Filter definition;
  private final List<FilterStep> steps;

  TracedFilter(Filter filter, dev.gatehouse.snapshot.Filter definition, List<FilterStep> steps) {
    this.filter = filter;
    this.definition = definition;
    this.steps = steps;
  }

  @Override
  public Step onRequest(Exchange exchange) {
    RequestHead head = exchange.request();
    String host = head.authority();
    String target = head.target();
    Map<String, List<String>> headers = byName(head.headers());
    Step step = filter.onRequest(exchange);
    var effects = new ArrayList<String>();
    changed("host", host, head.authority(), effects);
    changed("path", target, head.target(), effects);
    compare(headers, byName(head.headers()), effects);
    if (definition instanceof ResponseHeaders(HeaderEdits edits)) {
      describe(edits, effects);
    }
    if (step instanceof Step.Answer(var answer)) {
      effects.add("answers %d %s".formatted(answer.status(), answer.reason()));
    }
    steps.add(new FilterStep(type(definition), effects));
    return step;
  }

  @Override
  public void onResponse(Exchange exchange, ResponseHead response) {
    filter.onResponse(exchange, response);
  }

  /** The values of each name, by name. */
  static Map<String, List<String>> byName(Headers headers) {
    var byName = new TreeMap<String, List<String>>();
    headers.forEach(
        (name, value) -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
    return byName;
  }

  private static void changed(String what, String before, String after, List<String> effects) {
    if (!before.equals(after)) {
      effects.add("%s %s becomes %s".formatted(what, before, after));
    }
  }

  private static void compare(
      Map<String, List<String>> before, Map<String, List<String>> after, List<String> effects) {
    after.forEach(
        (name, values) -> {
          if (!values.equals(before.get(name))) {
            effects.add("%s is %s".formatted(name, String.join(", ", values)));
          }
        });
    before.keySet().stream()
        .filter(name -> !after.containsKey(name))
        .forEach(name -> effects.add(name + " is removed"));
  }

  /** What it will do to an answer that has yet to come. */
  private static void describe(HeaderEdits edits, List<String> effects) {
    edits.set().forEach(header -> effects.add("sets " + field(header) + " on the answer"));
    edits.add().forEach(header -> effects.add("adds " + field(header) + " to the answer"));
    edits.remove().forEach(name -> effects.add("removes " + name + " from the answer"));
  }

  private static String field(dev.gatehouse.snapshot.Filter.Header header) {
    return header.name() + ": " + header.value();
  }

  private static String type(dev.gatehouse.snapshot.Filter definition) {
    return switch (definition) {
      case UrlRewrite _ -> "URLRewrite";
      case RequestRedirect _ -> "RequestRedirect";
      case RequestHeaders _ -> "RequestHeaderModifier";
      case ResponseHeaders _ -> "ResponseHeaderModifier";
      case DirectResponse _ -> "DirectResponse";
    };
  }
}
