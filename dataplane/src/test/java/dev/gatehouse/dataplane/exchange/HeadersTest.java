package dev.gatehouse.dataplane.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeadersTest {
  @Test
  void aMemberIsAddedToWhatThereIs() {
    assertEquals("via: a\n", new Headers().append("via", "a").toString());
    assertEquals("via: a\n", new Headers().add("via", "").append("via", "a").toString());
    assertEquals(
        "via: a, b, c\nx: y\n",
        new Headers().add("via", "a").add("x", "y").add("via", "b").append("via", "c").toString());
  }

  /** Against a list of fields that is gone through from end to end, with names of equal hashes. */
  @Test
  void nothingIsOverlooked() {
    var names = List.of("accept", "via", "Aa", "BB", "x-y", "x-z", "cookie", "te");
    var random = new SplittableRandom(7);
    for (int run = 0; run < 1000; run++) {
      var headers = new Headers(1);
      var model = new ArrayList<Map.Entry<String, String>>();
      for (int step = 0; step < 20; step++) {
        String name = names.get(random.nextInt(names.size()));
        String value = Integer.toString(step);
        switch (random.nextInt(4)) {
          case 0 -> {
            headers.remove(name);
            model.removeIf(field -> field.getKey().equals(name));
          }
          case 1 -> {
            headers.set(name, value);
            set(model, name, value);
          }
          default -> {
            headers.add(name, value);
            model.add(Map.entry(name, value));
          }
        }
        for (String each : names) {
          assertEquals(values(model, each), headers.getAll(each));
          assertEquals(!values(model, each).isEmpty(), headers.contains(each));
        }
      }
    }
  }

  private static void set(List<Map.Entry<String, String>> model, String name, String value) {
    int at = 0;
    while (at < model.size() && !model.get(at).getKey().equals(name)) {
      at++;
    }
    model.removeIf(field -> field.getKey().equals(name));
    model.add(at, Map.entry(name, value));
  }

  private static List<String> values(List<Map.Entry<String, String>> model, String name) {
    return model.stream()
        .filter(field -> field.getKey().equals(name))
        .map(Map.Entry::getValue)
        .toList();
  }
}
