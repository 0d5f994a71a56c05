package dev.gatehouse.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;

/** Reads ids: that of the resource as the one it is known by, others as {@link Recent} ones. */
final class SharedIds extends StdScalarDeserializer<ResourceId> {
  private static final long serialVersionUID = 1L;

  /** The attribute that holds the id by which the resource is known. */
  static final Object KNOWN = SharedIds.class;

  private final transient Recent<ResourceId> recent = new Recent<>();

  SharedIds() {
    super(ResourceId.class);
  }

  @Override
  public ResourceId deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    String text = StringDeserializer.instance.deserialize(parser, context);
    if (context.getAttribute(KNOWN) instanceof ResourceId known && known.value().equals(text)) {
      return known;
    }
    try {
      return recent.shared(new ResourceId(text));
    } catch (IllegalArgumentException e) {
      return (ResourceId) context.handleInstantiationProblem(ResourceId.class, text, e);
    }
  }
}
