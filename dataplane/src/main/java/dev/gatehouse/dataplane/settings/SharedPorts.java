package dev.gatehouse.dataplane.settings;

import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.dataplane.settings.YamlLeaves.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Listeners that were given one address. Nothing else would tell: servers of one process may share
 * an address, and then clients of the one reach the other now and then.
 */
final class SharedPorts {
  private SharedPorts() {}

  /** What is wrong, with the line of the one that comes later; empty where all is well. */
  static List<String> of(DataPlaneSettings settings, Map<String, Leaf> file, String name) {
    List<Entry<String, Listener>> listeners =
        List.of(
            Map.entry("listeners.traffic", settings.traffic()),
            Map.entry("listeners.push", settings.push()),
            Map.entry("listeners.observe", settings.observe()));
    var problems = new ArrayList<String>();
    for (int later = 1; later < listeners.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        Entry<String, Listener> one = listeners.get(earlier);
        Entry<String, Listener> other = listeners.get(later);
        if (one.getValue().clashes(other.getValue())) {
          // Of two equal ports at least one is in the file, since the standard ones differ.
          problems.add(
              file.containsKey(other.getKey() + ".port")
                  ? problem(other, one.getKey(), file, name)
                  : problem(one, other.getKey(), file, name));
        }
      }
    }
    return problems;
  }

  private static String problem(
      Entry<String, Listener> of, String other, Map<String, Leaf> file, String name) {
    String key = of.getKey() + ".port";
    Leaf leaf = file.get(key);
    String line = leaf == null ? "" : ":" + leaf.line();
    return "%s%s: %s: has to differ from that of %s; it is %d"
        .formatted(name, line, key, other, of.getValue().port());
  }
}
