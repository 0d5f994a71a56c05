package dev.gatehouse.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/** Reads ids: that of the resource as the one it is known by, others as {@link Recent} ones. */
final class SharedIds extends StdScalarDeserializer<ResourceId> {
  private static final long serialVersionUID = 1L;

  /** Of an id that is shared, in characters. */
  private static final int LONGEST = 256;

  /** The attribute that holds the id by which the resource is known. */
  static final Object KNOWN = SharedIds.class;

  private final transient Recent<ResourceId> recent = new Recent<>();

  SharedIds() {
    super(ResourceId.class);
  }

  @Override
  public ResourceId deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return (ResourceId) context.handleUnexpectedToken(ResourceId.class, parser);
    }
    String text = parser.getText();
    if (context.getAttribute(KNOWN) instanceof ResourceId known && known.value().equals(text)) {
      return known;
    }
    try {
      var id = new ResourceId(text);
      return text.length() > LONGEST ? id : recent.shared(id);
    } catch (IllegalArgumentException e) {
      return (ResourceId) context.handleInstantiationProblem(ResourceId.class, text, e);
    }
  }
}
