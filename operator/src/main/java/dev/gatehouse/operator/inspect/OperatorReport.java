package dev.gatehouse.operator.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.operator.publish.FleetReport;
import java.io.IOException;
import java.util.List;

/**
 * What an operator knows of itself and of its fleets.
 *
 * @param leads whether it is the one that pushes
 * @param problems what keeps it from doing its work, each a sentence
 * @param fleets by name
 */
public record OperatorReport(boolean leads, List<String> problems, List<FleetReport> fleets) {
  /** An operator may be of a later version than who asks it. */
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public OperatorReport {
    problems = List.copyOf(problems);
    fleets = List.copyOf(fleets);
  }

  byte[] write() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads what an operator answered; what this version doesn't know is left out. */
  public static OperatorReport read(byte[] json) throws IOException {
    return JSON.readValue(json, OperatorReport.class);
  }
}
