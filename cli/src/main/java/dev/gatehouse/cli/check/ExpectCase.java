package dev.gatehouse.cli.check;

import dev.gatehouse.cli.trial.TrialRequest;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a file below {@code tests/}: a request, and what should become of it. What is not
 * said is not compared.
 */
public record ExpectCase(String name, @Nullable String gateway, Request request, Expect expect) {
  /** Which gateway is asked; the one named "default" unless said. */
  String fleet() {
    return gateway == null ? "default" : gateway;
  }

  /** As its client would send it. */
  public record Request(
      @Nullable String method, String url, @Nullable Map<String, @Nullable String> headers) {
    /**
     * What is to be tried.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    TrialRequest toTry() {
      var fields = new ArrayList<Map.Entry<String, String>>();
      if (headers != null) {
        headers.forEach((name, value) -> fields.add(Map.entry(name, value == null ? "" : value)));
      }
      return TrialRequest.of(method == null ? "GET" : method, url, fields);
    }
  }

  /**
   * What should become of it.
   *
   * @param rule {@code namespace/name/rule}
   * @param backends weight by {@code namespace/service:port}: all that may be asked
   */
  public record Expect(
      @Nullable String rule,
      @Nullable Map<String, Integer> backends,
      @Nullable Forwarded forwarded,
      @Nullable Answer answer) {}

  /**
   * What the backend sees.
   *
   * @param path with its query
   * @param headers values joined by ", "; null for a field that must not be there
   */
  public record Forwarded(
      @Nullable String host,
      @Nullable String path,
      @Nullable Map<String, @Nullable String> headers) {}

  /** What the gateway itself answers; {@code headers} as in {@link Forwarded}. */
  public record Answer(
      @Nullable Integer status,
      @Nullable String reason,
      @Nullable Map<String, @Nullable String> headers,
      @Nullable String body) {}
}
