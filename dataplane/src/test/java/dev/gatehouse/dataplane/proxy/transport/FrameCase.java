package dev.gatehouse.dataplane.proxy.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line of frame-cases.txt, as its first lines say. */
record FrameCase(String name, List<String> frames, String outcome, String backendSees) {
  static FrameCase parse(String[] columns) {
    return new FrameCase(columns[0], List.of(columns[1].split("; ", -1)), columns[2], columns[3]);
  }

  void sendBy(FrameClient client) throws IOException {
    for (String frame : frames) {
      String[] words = frame.split(" ", -1);
      switch (words[0]) {
        case "GET" -> client.headers(1, true, fields(usual("GET"), words));
        case "POST" -> client.headers(1, false, fields(usual("POST"), words));
        case "HEAD" -> client.headers(1, true, fields(Map.of(), words));
        case "HEAD+" -> client.headers(1, false, fields(Map.of(), words));
        case "DATA" -> client.data(1, false, words[1]);
        case "DATA." -> client.data(1, true, words.length == 1 ? "" : words[1]);
        case "FRAME" ->
            client.send(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Message.bytes(CaseTable.unescape(words[4])));
        default -> throw new IllegalArgumentException(frame);
      }
    }
  }

  private static Map<String, String> usual(String method) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(":method", method);
    fields.put(":scheme", "http");
    fields.put(":path", "/");
    fields.put(":authority", "a");
    return fields;
  }

  private static String[] fields(Map<String, String> usual, String[] words) {
    Map<String, String> pseudo = new LinkedHashMap<>(usual);
    List<String> others = new ArrayList<>();
    for (String word : List.of(words).subList(1, words.length)) {
      if (word.startsWith("-:")) {
        pseudo.remove(word.substring(1));
        continue;
      }
      int equals = word.indexOf('=');
      String name = CaseTable.unescape(word.substring(0, equals));
      String value = CaseTable.unescape(word.substring(equals + 1));
      if (name.startsWith(":") && !usual.isEmpty()) {
        pseudo.put(name, value);
      } else {
        others.add(name);
        others.add(value);
      }
    }
    List<String> all = new ArrayList<>();
    pseudo.forEach((name, value) -> all.addAll(List.of(name, value)));
    all.addAll(others);
    return all.toArray(String[]::new);
  }

  boolean endsTheConnection() {
    return outcome.startsWith("goaway");
  }

  @Override
  public String toString() {
    return name;
  }
}
