package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonsPageTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\d+) \\| (.+?) \\|");

  @Test
  void thePageHasEveryReasonWithItsStatusAndSentence() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reasons.md"));

    List<String> documented =
        ROW.matcher(page)
            .results()
            .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
            .toList();

    assertEquals(
        Arrays.stream(Reason.values())
            .map(reason -> reason.name() + " " + reason.status() + " " + reason.sentence())
            .toList(),
        documented);
  }

  @Test
  void andEveryReasonForWhichConnectionsAreClosed() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reasons.md"));

    List<String> documented =
        Pattern.compile("(?m)^\\| `(\\w+)` \\| ([A-Z][^|]+) \\|")
            .matcher(page)
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();

    assertEquals(
        Arrays.stream(ConnectionCut.values())
            .map(why -> why.name() + " " + why.sentence())
            .toList(),
        documented);
  }
}
