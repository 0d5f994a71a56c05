package dev.gatehouse.e2e.push;

import dev.gatehouse.dataplane.settings.DataPlaneSettings.PushTls;
import dev.gatehouse.e2e.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

  /** The data of a Secret as text; empty while there is none, or nothing in it. */
  public static Map<String, String> data(ApiServer api, String namespace, String name) {
    Secret secret = api.client().secrets().inNamespace(namespace).withName(name).get();
    return secret == null || secret.getData() == null
        ? Map.of()
        : secret.getData().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> decoded(entry.getValue())));
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

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
  }
}
