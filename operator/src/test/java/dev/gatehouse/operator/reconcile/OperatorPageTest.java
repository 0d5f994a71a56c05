package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OperatorPageTest {
  @Test
  void thePageShowsTheHelp() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operator.md"));

    assertTrue(
        page.contains("```\n" + OperatorMain.USAGE + "```\n"),
        "docs/operator.md is stale: put this there\n" + OperatorMain.USAGE);
  }
}
