package dev.gatehouse.operator.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.status.Conditions;
import dev.gatehouse.operator.status.Programming;
import dev.gatehouse.snapshot.Encoded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A translation for people to read: each route's conditions as a status would have them when all
 * pods have taken it, then each fleet's resources.
 */
record GoldenOutput(List<RouteStatus> routes, Map<String, List<JsonNode>> fleets) {
  private static final ObjectMapper JSON = new ObjectMapper();

  record RouteStatus(
      String route,
      List<String> conditions,
      @Nullable Long liveGeneration,
      @Nullable Long lastGood) {
    static RouteStatus of(Verdict verdict) {
      var live = new Programming(Programming.State.Live, verdict.servedGeneration(), "1/1");
      GatewayRouteStatus status = Conditions.of(verdict, live, null, Instant.EPOCH);
      return new RouteStatus(
          verdict.route().toString(),
          Objects.requireNonNull(status.conditions()).stream()
              .map(
                  condition ->
                      condition.getType()
                          + "="
                          + condition.getStatus()
                          + " "
                          + condition.getReason()
                          + ": "
                          + condition.getMessage())
              .toList(),
          status.liveGeneration(),
          status.lastGood() == null ? null : status.lastGood().generation());
    }
  }

  static GoldenOutput of(Translation translation) {
    var fleets = new TreeMap<String, List<JsonNode>>();
    translation
        .fleets()
        .forEach(
            (name, content) ->
                fleets.put(
                    name,
                    new TreeMap<>(content.resources())
                        .values().stream().map(GoldenOutput::tree).toList()));
    return new GoldenOutput(
        new TreeMap<>(translation.verdicts()).values().stream().map(RouteStatus::of).toList(),
        fleets);
  }

  private static JsonNode tree(Encoded resource) {
    try {
      return JSON.readTree(resource.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
