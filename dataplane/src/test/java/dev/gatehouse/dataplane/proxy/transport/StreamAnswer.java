package dev.gatehouse.dataplane.proxy.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has come on a stream: heads, a body, trailers, and how it ended. */
final class StreamAnswer {
  private final List<Map<String, String>> heads = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean ended;
  private int reset = -1;

  void head(Map<String, String> fields, boolean last) {
    heads.add(fields);
    ended |= last;
  }

  void data(byte[] bytes, boolean last) {
    body.writeBytes(bytes);
    ended |= last;
  }

  void reset(int code) {
    reset = code;
  }

  /** Whole: its end has come. */
  boolean isEnded() {
    return ended;
  }

  /** Whether nothing more comes. */
  boolean isOver() {
    return ended || reset >= 0;
  }

  /** The code of a reset; -1 if there was none. */
  int reset() {
    return reset;
  }

  boolean hasHead() {
    return !heads.isEmpty();
  }

  /** Of the final head; 0 if there is none. */
  int status() {
    return statuses().stream().filter(status -> status >= 200).findFirst().orElse(0);
  }

  /** Of all heads. */
  List<Integer> statuses() {
    return heads.stream()
        .filter(head -> head.containsKey(":status"))
        .map(head -> Integer.parseInt(head.get(":status")))
        .toList();
  }

  @Nullable String field(String name) {
    return heads.stream()
        .filter(head -> head.containsKey(":status"))
        .map(head -> head.get(name))
        .filter(value -> value != null)
        .findFirst()
        .orElse(null);
  }

  /** The first of the heads. */
  Map<String, String> head() {
    return heads.getFirst();
  }

  /** Of a request, the fields after its body; empty if there are none. */
  Map<String, String> requestTrailers() {
    return heads.size() < 2 ? Map.of() : heads.getLast();
  }

  /** Empty if there are none. */
  Map<String, String> trailers() {
    return heads.stream().filter(head -> !head.containsKey(":status")).findFirst().orElse(Map.of());
  }

  String body() {
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  int size() {
    return body.size();
  }

  @Override
  public String toString() {
    return heads + " " + body() + (ended ? "" : " cut") + (reset < 0 ? "" : " reset " + reset);
  }
}
