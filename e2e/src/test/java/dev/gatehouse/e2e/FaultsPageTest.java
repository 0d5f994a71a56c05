package dev.gatehouse.e2e;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the faults that docs/reliability.md says are tested against the tests that there are. */
class FaultsPageTest {
  private static final Pattern TEST = Pattern.compile("\\b[a-z]+\\.[A-Z]\\w+Test\\b");

  @Test
  void eachTestThatThePageNamesIsThere() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reliability.md"));
    List<String> tests = TEST.matcher(page).results().map(found -> found.group()).toList();

    assertTrue(tests.size() > 30, tests::toString);
    for (String test : tests) {
      assertDoesNotThrow(() -> Class.forName("dev.gatehouse.e2e." + test), test);
    }
  }
}
