package dev.gatehouse.operator.input.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.input.folder.Misfit;
import dev.gatehouse.operator.view.ClusterObject.Unreadable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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

  static final class OfStatus extends JsonDeserializer<GatewayRouteStatus> {
    @Override
    public @Nullable GatewayRouteStatus deserialize(
        JsonParser parser, DeserializationContext context) throws IOException {
      try {
        return read(parser, context, GatewayRouteStatus.class);
      } catch (JsonMappingException e) {
        return null;
      }
    }
  }
}
