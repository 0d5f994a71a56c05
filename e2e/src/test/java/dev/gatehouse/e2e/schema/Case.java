package dev.gatehouse.e2e.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One object of the table.
 *
 * @param refused a part of the message that it is refused with; null if it is taken
 */
record Case(String name, String yaml, @Nullable String refused) {
  private static final Pattern NAME = Pattern.compile("(?m)^metadata: \\{name: ([-a-z0-9]+)}$");
  private static final String REFUSED = "# refused: ";

  /** All of the table: any file in its folders that is no YAML with an object fails it. */
  static List<Case> all() {
    return Stream.of("bad", "good").flatMap(folder -> in(folder).stream()).toList();
  }

  private static List<Case> in(String folder) {
    Path root = Path.of("src/test/resources/gatewayroutes", folder);
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().flatMap(Case::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Case> read(Path file) {
    try {
      return Stream.of(Files.readString(file).split("(?m)^---\n", -1)).map(yaml -> of(file, yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case of(Path file, String yaml) {
    var name = NAME.matcher(yaml);
    boolean refused = yaml.startsWith(REFUSED);
    if (!name.find() || refused != file.toString().contains("/bad/")) {
      throw new IllegalStateException(
          file + " has a document without a name, or with a wrong first line:\n" + yaml);
    }
    return new Case(
        name.group(1),
        yaml,
        refused ? yaml.substring(REFUSED.length(), yaml.indexOf('\n')).strip() : null);
  }

  @Override
  public String toString() {
    return name;
  }
}
