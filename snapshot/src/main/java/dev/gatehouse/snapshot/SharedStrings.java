package dev.gatehouse.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Reads strings as Jackson does, and gives the same instance again for one that came a short while
 * ago: the rules of a fleet name the same namespaces, hosts, paths and header fields over and over,
 * and what isn't held twice needn't be copied by the collector while requests wait.
 */
final class SharedStrings extends StdScalarDeserializer<String> {
  private static final long serialVersionUID = 1L;

  /** A power of two. */
  private static final int SLOTS = 1024;

  /** In characters; with the slots, what bounds the memory held. */
  private static final int LONGEST = 64;

  private final transient AtomicReferenceArray<@Nullable String> recent =
      new AtomicReferenceArray<>(SLOTS);

  SharedStrings() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    return shared(StringDeserializer.instance.deserialize(parser, context));
  }

  private String shared(String text) {
    if (text.length() > LONGEST) {
      return text;
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    String known = recent.getPlain(slot);
    if (text.equals(known)) {
      return known;
    }
    recent.setPlain(slot, text);
    return text;
  }
}
