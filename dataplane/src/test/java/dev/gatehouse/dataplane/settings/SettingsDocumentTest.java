package dev.gatehouse.dataplane.settings;

import dev.gatehouse.dataplane.GeneratedDocument;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
  private static final String INTRODUCTION =
      """
      # The settings of a data-plane pod

      `DataPlaneMain --config FILE` reads one YAML file. Every key has a default, so the file may be empty or absent.
      An unknown key or a value that can't be used stops the start; every fault is named at once, as
      `file:line: key: what is wrong`. Dots stand for nesting: `listeners.traffic.port` is

      ```yaml
      listeners:
        traffic:
          port: 8080
      ```

      Durations are written like `10s`, `500ms` or `1m30s`, sizes like `4096`, `64Ki` or `8Mi`.

      | key | what | default | meaning |
      |---|---|---|---|
      """;

  @Test
  void thePageIsMadeFromTheKeys() throws IOException {
    String rows =
        SettingKeys.ALL.stream()
            .map(
                setting ->
                    "| `%s` | %s | `%s` | %s |"
                        .formatted(
                            setting.key(),
                            setting.type(),
                            setting.standard().isEmpty() ? "\"\"" : setting.standard(),
                            setting.description()))
            .collect(Collectors.joining("\n"));

    new GeneratedDocument("dataplane-settings.md", INTRODUCTION + rows + "\n").check();
  }
}
