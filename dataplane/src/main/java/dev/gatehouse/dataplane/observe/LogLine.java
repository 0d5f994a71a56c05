package dev.gatehouse.dataplane.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is kept until the writer of the access log comes to it. */
interface LogLine {
  // Everything beyond ASCII is escaped too: a log must not carry bidirectional overrides to a
  // terminal.
  JsonFactory JSON = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Writes its fields, those without a value left out. */
  void writeTo(JsonGenerator json) throws IOException;

  /** One line of JSON with its line end. */
  default byte[] bytes() throws IOException {
    var line = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      writeTo(json);
      json.writeEndObject();
    }
    line.write('\n');
    return line.toByteArray();
  }

  static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
