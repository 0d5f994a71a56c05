package dev.gatehouse.dataplane.settings;

import dev.gatehouse.dataplane.settings.DataPlaneSettings.PushTls;
import dev.gatehouse.dataplane.settings.YamlLeaves.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has to be said so that nobody but the operator can push: all of {@code push.tls}, or a
 * listener that nobody else reaches.
 */
final class PushProtection {
  private static final List<String> FILES =
      List.of("push.tls.certificate", "push.tls.key", "push.tls.ca");

  private PushProtection() {}

  /** What is wrong, with its line; empty where all is well. */
  static List<String> of(DataPlaneSettings settings, Map<String, Leaf> file, String name) {
    List<String> given = FILES.stream().filter(key -> isGiven(file.get(key))).toList();
    if (!given.isEmpty() && given.size() < FILES.size()) {
      var missing = new ArrayList<>(FILES);
      missing.removeAll(given);
      return List.of(
          "%s:%d: %s: needs %s beside it"
              .formatted(
                  name,
                  line(given.getFirst(), file),
                  given.getFirst(),
                  String.join(" and ", missing)));
    }
    if (settings.pushTls() == null && !settings.push().isLoopback()) {
      String key = "listeners.push.host";
      return List.of(
          "%s:%d: %s: %s; it is %s"
              .formatted(name, line(key, file), key, PushTls.NEEDED, settings.push().host()));
    }
    return List.of();
  }

  private static boolean isGiven(@Nullable Leaf leaf) {
    return leaf != null && !leaf.values().equals(List.of(""));
  }

  private static int line(String key, Map<String, Leaf> file) {
    Leaf leaf = file.get(key);
    return leaf == null ? 1 : leaf.line();
  }
}
