package dev.gatehouse.operator.input.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.input.folder.Misfit;
import dev.gatehouse.operator.view.ClusterObject.Unreadable;
import java.io.IOException;

/** Reads parts of a GatewayRoute so that one which doesn't fit its type fails for itself alone. */
final class TolerantReading {
  private TolerantReading() {}

  private static <T> T read(JsonParser parser, DeserializationContext context, Class<T> type)
      throws IOException {
    try (TokenBuffer whole = context.bufferAsCopyOfValue(parser);
        JsonParser again = whole.asParserOnFirstToken()) {
      return context.readValue(again, type);
    }
  }

  static final class OfSpec extends JsonDeserializer<WatchedRoute.Spec> {
    @Override
    public WatchedRoute.Spec deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      try {
        return new WatchedRoute.Spec(read(parser, context, GatewayRouteSpec.class));
      } catch (JsonMappingException e) {
        e.prependPath(GatewayRouteSpec.class, "spec");
        return new WatchedRoute.Spec(
            new Unreadable(
                Misfit.of(e).message()
                    + "; the cluster's definition of GatewayRoute may be of another version than"
                    + " this operator"));
      }
    }
  }

  /** What an operator of another version added is left out; it is read as well as can be. */
  static final class OfStatus extends JsonDeserializer<WatchedRoute.Status> {
    private static final JsonMapper LENIENT =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    @Override
    public WatchedRoute.Status deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode whole = context.readTree(parser);
      JsonNode stored = whole instanceof ObjectNode object ? object.remove("lastGood") : null;
      GatewayRouteStatus.LastGood lastGood = null;
      boolean complete = true;
      if (stored != null && !stored.isNull()) {
        try {
          lastGood = context.readTreeAsValue(stored, GatewayRouteStatus.LastGood.class);
        } catch (JsonMappingException e) {
          complete = false;
        }
      }
      GatewayRouteStatus rest = rest(whole);
      return new WatchedRoute.Status(
          new GatewayRouteStatus(
              rest.observedGeneration(), rest.liveGeneration(), rest.conditions(), lastGood),
          complete);
    }

    private static GatewayRouteStatus rest(JsonNode status) throws IOException {
      try {
        return LENIENT.treeToValue(status, GatewayRouteStatus.class);
      } catch (JsonMappingException e) {
        return new GatewayRouteStatus(null, null, null, null);
      }
    }
  }
}
