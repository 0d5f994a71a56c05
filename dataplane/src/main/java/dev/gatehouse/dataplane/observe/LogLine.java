package dev.gatehouse.dataplane.observe;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is kept until the writer of the access log comes to it. */
interface LogLine {
  /** When it happened, since the epoch. */
  long millis();

  /** Writes its fields but the time, those without a value left out. */
  void writeTo(JsonGenerator json) throws IOException;

  static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
