package dev.gatehouse.dataplane.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Lines of JSON, of which one after the other is made in the same memory. Not thread-safe. */
final class LogFormat {
  // Everything beyond ASCII is escaped too: a log must not carry bidirectional overrides to a
  // terminal.
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .rootValueSeparator("")
          .build();

  /** Of an instant's text, up to the second. */
  private static final int TO_THE_SECOND = "2026-11-27T20:00:00".length();

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
  private JsonGenerator json = begin();
  private long second = Long.MIN_VALUE;
  private String toTheSecond = "";

  private JsonGenerator begin() {
    try {
      return JSON.createGenerator(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one line with its end. */
  void write(LogLine entry, OutputStream out) throws IOException {
    line.reset();
    try {
      json.writeStartObject();
      json.writeStringField("time", time(entry.millis()));
      entry.writeTo(json);
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
    } catch (IOException | RuntimeException e) {
      json = begin(); // The old one is in the middle of a line.
      throw e;
    }
    line.writeTo(out);
  }

  private String time(long millis) {
    long seconds = Math.floorDiv(millis, 1000);
    if (seconds != second) {
      second = seconds;
      toTheSecond = Instant.ofEpochSecond(seconds).toString().substring(0, TO_THE_SECOND);
    }
    int rest = Math.floorMod(millis, 1000);
    return toTheSecond + '.' + rest / 100 + rest / 10 % 10 + rest % 10 + 'Z';
  }
}
