package dev.gatehouse.e2e.laptop;

import dev.gatehouse.e2e.apiserver.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Examples, copied so that their demo services listen on ports that are free. */
public final class ExampleCopy {
  private static final Pattern PORT = Pattern.compile("(?m)(?<=^  port: )\\d+$");

  private ExampleCopy() {}

  /** Copies a folder, which may be an example or hold several. */
  public static void of(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (from.relativize(path).toString().contains("local/")) {
          Files.writeString(copy, elsewhere(Files.readString(path)));
        } else if (!Files.isDirectory(copy)) {
          Files.copy(path, copy);
        }
      }
    }
  }

  private static String elsewhere(String slices) {
    List<String> written = PORT.matcher(slices).results().map(found -> found.group()).toList();
    int[] free = Network.freePorts(written.size());
    var ports = new TreeMap<String, Integer>();
    for (int i = 0; i < free.length; i++) {
      ports.put(written.get(i), free[i]);
    }
    return PORT.matcher(slices).replaceAll(found -> String.valueOf(ports.get(found.group())));
  }
}
