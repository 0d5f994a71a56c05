package dev.gatehouse.e2e.push;

import dev.gatehouse.dataplane.settings.DataPlaneSettings.PushTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Secret as kubelet mounts it: each file is a link by way of {@code ..data}, and that link is
 * exchanged, so that all files change at once.
 */
public final class Mount {
  private static final List<String> ITEMS = List.of("ca.crt", "tls.crt", "tls.key");

  private final Path folder;
  private Map<String, String> mounted = Map.of();
  private int generation;

  /** In a folder of its own. */
  public Mount(Path folder) {
    this.folder = folder;
  }

  /** What a pod is told about it. */
  public PushTls settings() {
    return new PushTls(
        folder.resolve("tls.crt").toString(),
        folder.resolve("tls.key").toString(),
        folder.resolve("ca.crt").toString(),
        Duration.ofMillis(20));
  }

  /** Whether these items differ from those that are mounted. */
  public boolean isOther(Map<String, String> data) {
    return !items(data).equals(mounted);
  }

  /** Takes the items from a Secret's data, of which there may be more. */
  public void put(Map<String, String> data) {
    mounted = items(data);
    try {
      Path next = Files.createDirectories(folder.resolve("..generation-" + ++generation));
      for (String item : ITEMS) {
        Files.writeString(next.resolve(item), data.getOrDefault(item, ""));
      }
      Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), next.getFileName());
      Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      for (String item : ITEMS) {
        if (!Files.exists(folder.resolve(item))) {
          Files.createSymbolicLink(folder.resolve(item), Path.of("..data", item));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> items(Map<String, String> data) {
    Map<String, String> items = new HashMap<>(data);
    items.keySet().retainAll(ITEMS);
    return items;
  }
}
