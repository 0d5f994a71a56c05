package dev.gatehouse.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;

/** Reads strings as Jackson does, and short ones as {@link Recent} ones. */
final class SharedStrings extends StdScalarDeserializer<String> {
  private static final long serialVersionUID = 1L;

  /** In characters. */
  private static final int LONGEST = 64;

  private final transient Recent<String> recent = new Recent<>();

  SharedStrings() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text = StringDeserializer.instance.deserialize(parser, context);
    return text.length() > LONGEST ? text : recent.shared(text);
  }
}
