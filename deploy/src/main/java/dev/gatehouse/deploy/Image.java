package dev.gatehouse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that one image is a copy of. Its program is started with the folder as working
 * directory, here as in a container, so that its command is the same in both; the AOT cache is tied
 * to the class path, and only the part of it that the folder's place decides may differ.
 *
 * @param folder absolute
 * @param mainClass what the image runs
 * @param linked whether the cache holds its classes linked: larger by a sixth, and a start takes a
 *     tenth less
 * @param endStatus of the process after SIGTERM, when all went well
 */
record Image(Path folder, String mainClass, boolean linked, int endStatus) {
  /** In a folder: what java is given before the program's own arguments. */
  static final String ARGUMENTS = "java.args";

  /** In a folder: the AOT cache. */
  static final String CACHE = "java.aot";

  private static final String RUNTIME = "runtime";
  private static final String JARS = "lib";
  private static final String LIBRARIES = "native";
  private static final String LOGGING = "logging.properties";

  /** Where its Java runtime is. */
  Path runtime() {
    return folder.resolve(RUNTIME);
  }

  Path jars() {
    return folder.resolve(JARS);
  }

  Path libraries() {
    return folder.resolve(LIBRARIES);
  }

  Path logging() {
    return folder.resolve(LOGGING);
  }

  Path cache() {
    return folder.resolve(CACHE);
  }

  /** Writes {@value #ARGUMENTS}, with which the cache is used. */
  void writeArguments() throws IOException {
    var lines = new ArrayList<String>();
    lines.add("-XX:AOTCache=" + CACHE);
    lines.addAll(arguments());
    Files.write(folder.resolve(ARGUMENTS), lines);
  }

  /** Starts the program as a container would, with options for the JVM before the image's own. */
  ProcessBuilder command(List<String> jvmOptions, List<String> arguments) {
    return process(jvmOptions, List.of("@" + ARGUMENTS), arguments);
  }

  /** Starts the program so that its end writes the cache. */
  ProcessBuilder training(List<String> arguments) throws IOException {
    return process(
        List.of(
            "-XX:AOTCacheOutput=" + CACHE,
            linked ? "-XX:+AOTClassLinking" : "-XX:-AOTClassLinking"),
        arguments(),
        arguments);
  }

  private ProcessBuilder process(
      List<String> jvmOptions, List<String> own, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(runtime().resolve("bin/java").toString());
    command.addAll(jvmOptions);
    command.addAll(own);
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
  }

  private List<String> arguments() throws IOException {
    return List.of(
        "-XX:+UseCompactObjectHeaders",
        "-XX:+ExitOnOutOfMemoryError",
        // A read-only root file system has no place for it.
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        // Netty's epoll: found here, it isn't unpacked to a temporary folder.
        "-Djava.library.path=" + LIBRARIES,
        // Vert.x serves no files here: it needs no folder to unpack them to.
        "-Dvertx.disableFileCaching=true",
        "-Dvertx.disableFileCPResolving=true",
        // Key stores are made in memory alone, by Netty and Vert.x for the push channel. To guard
        // their passwords by 10,000 rounds of a hash, code that is cold, delays a pod's start.
        "-Dkeystore.pkcs12.keyPbeIterationCount=1",
        "-Djava.util.logging.config.file=" + LOGGING,
        "-classpath",
        classPath(),
        mainClass);
  }

  private String classPath() throws IOException {
    try (Stream<Path> jars = Files.list(jars())) {
      return String.join(":", jars.map(jar -> JARS + "/" + jar.getFileName()).sorted().toList());
    }
  }
}
