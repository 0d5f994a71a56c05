package dev.gatehouse.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A module that a new library needs is noticed here, and not by whoever meets the missing class.
 */
class JavaRuntimeTest {
  /** What jars name and can do without, and why. */
  private static final Map<String, String> DONE_WITHOUT =
      Map.of(
          "java.compiler", "annotation processors of libraries, which run when those are built",
          "java.desktop", "Jackson's and SnakeYAML's support for beans, used where it is there",
          "java.sql", "Jackson's support for java.sql.Date, used where it is there",
          "java.xml", "Jackson's support for DOM nodes, used where it is there");

  private static final Pattern NEEDS = Pattern.compile("-> ((?:java|jdk)\\.[a-z.]+)");

  @Test
  void holdsTheModulesThatTheJarsNeed() throws IOException {
    Set<String> needed = new TreeSet<>(needed(Images.operator(Path.of(""))));
    needed.addAll(needed(Images.dataPlane(Path.of(""))));
    needed.removeAll(DONE_WITHOUT.keySet());

    assertEquals(needed, new TreeSet<>(JavaRuntime.MODULES));
  }

  private static Set<String> needed(Image image) throws IOException {
    var arguments =
        new ArrayList<>(List.of("--multi-release", "25", "--ignore-missing-deps", "-summary"));
    try (Stream<Path> jars = Files.list(image.jars())) {
      jars.map(Path::toString).forEach(arguments::add);
    }
    var out = new StringWriter();
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            new PrintWriter(out),
            new PrintWriter(new StringWriter()),
            arguments.toArray(String[]::new));
    return NEEDS.matcher(out.toString()).results().map(r -> r.group(1)).collect(Collectors.toSet());
  }
}
