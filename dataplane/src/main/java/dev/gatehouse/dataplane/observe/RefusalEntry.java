package dev.gatehouse.dataplane.observe;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something that was refused before there was an exchange.
 *
 * @param status of the answer; 0 where there was none
 * @param leftOut how many of the same reason have no line, since the last one that has
 */
record RefusalEntry(
    long millis, String peer, int status, String reason, @Nullable String detail, long leftOut)
    implements LogLine {
  @Override
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStringField("client", peer);
    json.writeStringField("peer", peer);
    if (status > 0) {
      json.writeNumberField("status", status);
    }
    json.writeStringField("reason", reason);
    LogLine.text(json, "detail", detail);
    if (leftOut > 0) {
      json.writeNumberField("leftOut", leftOut);
    }
  }
}
