package dev.gatehouse.e2e.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** What was measured, as lines of JSON on standard output, for the scripts to make tables of. */
public final class Samples {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Samples() {}

  /** Prints one. */
  public static void print(Map<String, ?> sample) {
    try {
      System.out.println(JSON.writeValueAsString(sample));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
