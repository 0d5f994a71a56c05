package dev.gatehouse.snapshot;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule applies, as far as a reader that can't use the rule can tell: rather too much than
 * too little, lest a request pass by to a laxer rule.
 *
 * @param matches those whose path can be read, without the conditions that can't
 * @param everywhere whether there is one whose path can't be read, so that the rule may be meant
 *     for every request of its hosts
 */
public record RuleHead(
    Origin origin, List<String> hostnames, List<RequestMatch> matches, boolean everywhere) {
  private static final ObjectMapper LENIENT =
      ResourceCodec.JSON.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public RuleHead {
    hostnames = List.copyOf(hostnames);
    matches = List.copyOf(matches);
  }

  /** Fails where origin or hosts can't be read: then nobody knows where the rule applies. */
  static RuleHead read(JsonNode rule) throws IOException {
    Origin origin = LENIENT.treeToValue(rule.get("origin"), Origin.class);
    String[] hostnames = LENIENT.treeToValue(rule.get("hostnames"), String[].class);
    if (origin == null
        || hostnames == null
        || hostnames.length == 0
        || Arrays.asList(hostnames).contains(null)) {
      throw new IOException("needs an origin and at least one hostname");
    }
    var matches = new ArrayList<RequestMatch>();
    for (JsonNode node : rule.path("matches")) {
      RequestMatch match = match(node);
      if (match != null) {
        matches.add(match);
      }
    }
    boolean everywhere = matches.isEmpty() || matches.size() < rule.path("matches").size();
    return new RuleHead(origin, List.of(hostnames), matches, everywhere);
  }

  private static @Nullable RequestMatch match(JsonNode node) {
    try {
      return LENIENT.treeToValue(node, RequestMatch.class);
    } catch (IOException _) {
      return withoutValues(node);
    }
  }

  private static @Nullable RequestMatch withoutValues(JsonNode node) {
    try {
      PathMatch path = LENIENT.treeToValue(node.get("path"), PathMatch.class);
      return path == null
          ? null
          : new RequestMatch(
              path, node.path("method").textValue(), List.of(), List.of(), List.of());
    } catch (IOException _) {
      return null;
    }
  }
}
