package dev.gatehouse.dataplane.settings;

import dev.gatehouse.dataplane.settings.YamlLeaves.Leaf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The file against {@link SettingKeys}: everything that is wrong with it is said at once. */
final class SettingsFile {
  private SettingsFile() {}

  static DataPlaneSettings read(String yaml, String name) throws BadSettings {
    Map<String, Leaf> leaves;
    try {
      leaves = YamlLeaves.of(yaml);
    } catch (YamlLeaves.Unreadable e) {
      throw new BadSettings(List.of(name + ":" + e.getMessage()));
    }
    var problems = new ArrayList<String>();
    leaves.forEach(
        (key, leaf) -> {
          String problem = problem(key, leaf);
          if (!problem.isEmpty()) {
            problems.add(name + ":" + leaf.line() + ": " + key + ": " + problem);
          }
        });
    if (!problems.isEmpty()) {
      throw new BadSettings(problems);
    }
    DataPlaneSettings settings = SettingKeys.settings(leaves);
    var clashes = new ArrayList<String>(SharedPorts.of(settings, leaves, name));
    clashes.addAll(drainTimes(settings.drain(), leaves, name));
    clashes.addAll(PushProtection.of(settings, leaves, name));
    if (!clashes.isEmpty()) {
      throw new BadSettings(clashes);
    }
    return settings;
  }

  /** Otherwise everything would be cut as soon as the pod stops taking requests. */
  private static List<String> drainTimes(
      DataPlaneSettings.Drain drain, Map<String, Leaf> leaves, String name) {
    if (drain.deadline().compareTo(drain.delay()) > 0) {
      return List.of();
    }
    String written = leaves.containsKey("drain.deadline") ? "drain.deadline" : "drain.delay";
    String other =
        written.equals("drain.deadline")
            ? "longer than drain.delay"
            : "shorter than drain.deadline";
    Leaf leaf = Objects.requireNonNull(leaves.get(written));
    return List.of(
        "%s:%d: %s: has to be %s; it is %s"
            .formatted(name, leaf.line(), written, other, leaf.values().getFirst()));
  }

  /** Empty where all is well. */
  private static String problem(String key, Leaf leaf) {
    Setting<?> setting =
        SettingKeys.ALL.stream().filter(known -> known.key().equals(key)).findFirst().orElse(null);
    if (setting == null) {
      return "there is no such key; the nearest is " + nearest(key);
    }
    if (setting.list() != leaf.list()) {
      return setting.list() ? "has to be a list" : "has to be a single value";
    }
    try {
      Objects.requireNonNull(setting.read().apply(leaf.values()));
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage() + "; it is " + String.join(", ", leaf.values());
    }
  }

  private static String nearest(String key) {
    return SettingKeys.ALL.stream()
        .map(Setting::key)
        .min(Comparator.comparingInt(known -> distance(known, key)))
        .orElseThrow();
  }

  /** Levenshtein's. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
