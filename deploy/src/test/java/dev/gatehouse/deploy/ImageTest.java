package dev.gatehouse.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each image runs at another place than it was made at, without a folder that it may write to, and
 * with {@code -XX:AOTMode=on}, which ends the process where the cache doesn't fit: left to itself
 * the JVM would go on without it and say nothing. Until 25.0.4 it sees what options it was made
 * with, and no jars (JDK-8377932); so where the classes come from is looked at, too.
 */
class ImageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Of an image, not compressed. */
  private static final long BOUND = 150_000_000;

  /**
   * Of that, what the default base has: by the packages of Debian 13 for amd64 libc6 (13.0 MB),
   * tzdata (0.7), base-files (0.4), certificates (0.3), media-types and netbase (0.1).
   */
  private static final long BASE = 15_000_000;

  /** A port where nobody listens. */
  private static final int NOBODY = 9;

  private static final Pattern OWN_CLASS =
      Pattern.compile("dev\\.gatehouse\\.\\S+ source: (?<source>.+)");

  @TempDir private Path elsewhere;

  /** With one processor the JVM chooses another collector, with its own way to read the cache. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theDataPlaneStartsFromItsCacheOnEpoll(int processors) throws Exception {
    Image image = moved(Images.dataPlane(Path.of("")));
    try (var program = startDataPlane(image, processors)) {
      program.said(Pattern.compile("transport epoll"), PATIENCE);
      assertEquals(image.endStatus(), program.terminate(PATIENCE), program::output);
    }
    assertOwnClassesCameFromTheCache();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theOperatorStartsFromItsCache(int processors) throws Exception {
    Image image = moved(Images.operator(Path.of("")));
    try (var program = start(image, processors, List.of("--health-port", "0"))) {
      program.said(Pattern.compile("health is on port"), PATIENCE);
      assertEquals(image.endStatus(), program.terminate(PATIENCE), program::output);
    }
    assertOwnClassesCameFromTheCache();
  }

  @Test
  void aCacheThatDoesNotFitEndsAStrictStart() throws Exception {
    Image image = moved(Images.dataPlane(Path.of("")));
    Path arguments = image.folder().resolve(Image.ARGUMENTS);
    Files.writeString(
        arguments,
        Files.readString(arguments)
            .replace("-XX:+UseCompactObjectHeaders", "-XX:-UseCompactObjectHeaders"));
    try (var program = startDataPlane(image, 2)) {
      assertEquals(1, program.exit(PATIENCE), program::output);
      assertTrue(program.output().contains("Unable to use AOT cache"), program::output);
    }
  }

  @Test
  void theEnvironmentOverrulesTheRuntimesDefaults() throws Exception {
    Image image = Images.dataPlane(Path.of(""));
    ProcessBuilder command = image.command(List.of("-XX:+PrintFlagsFinal"), List.of("--help"));
    command.environment().put("JDK_JAVA_OPTIONS", "-XX:MaxRAMPercentage=40 -XX:+UseSerialGC");
    try (var program = Program.start(command, elsewhere.resolve("log"))) {
      program.exit(PATIENCE);
      assertEquals("40.000000", flag(program.output(), "MaxRAMPercentage"));
      assertEquals("25165824", flag(program.output(), "MaxNewSize"), "what nothing overrules");
      assertEquals("4", flag(program.output(), "SurvivorRatio"));
    }
  }

  /** So that the scheduler lets event loops go before what compiles a large snapshot. */
  @Test
  void theThreadOfPushesIsOfLowPriorityOnceRequestsMayWait() throws Exception {
    try (var program = startDataPlane(moved(Images.dataPlane(Path.of(""))), 1)) {
      String port =
          program.said(Pattern.compile("pushes on (?<port>\\d+)"), PATIENCE).group("port");

      push(port, 1);
      assertEquals(Set.of(0), nice(program, "gatehouse-push-"), "it is in a hurry");
      push(port, 2);

      assertEquals(Set.of(4), nice(program, "gatehouse-push-"));
      assertEquals(Set.of(0), nice(program, "vert.x-eventloo"));
      assertEquals(Set.of(0), nice(program, "C2 CompilerThre"));
      assertEquals(Set.of(0), nice(program, "VM Thread"), "the collector's");
    }
  }

  private static void push(String port, long sequence) throws IOException, InterruptedException {
    var version = new SnapshotVersion(1, sequence, SnapshotHash.EMPTY.hex());
    byte[] body = PushCodec.write(new Push("default", version, null, Delta.NONE));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/snapshot"))
            .header("content-type", PushCodec.MEDIA_TYPE)
            .header("content-digest", PushCodec.contentDigest(body))
            .PUT(BodyPublishers.ofByteArray(body))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
    }
  }

  /** As the kernel has it, of all threads of this name, of which it keeps 15 characters. */
  private static Set<Integer> nice(Program program, String thread) throws IOException {
    var found = new HashSet<Integer>();
    try (var tasks = Files.list(Path.of("/proc/" + program.pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        String stat = stat(task);
        if (stat.contains("(" + thread + ")")) {
          // The 19th field (proc_pid_stat(5)), of which the second, in brackets, may hold spaces.
          found.add(Integer.valueOf(stat.substring(stat.lastIndexOf(')')).split(" ", -1)[17]));
        }
      }
    }
    return found;
  }

  /** Empty for a thread that has ended meanwhile. */
  private static String stat(Path task) {
    try {
      return Files.readString(task.resolve("stat"));
    } catch (IOException e) {
      return "";
    }
  }

  private static String flag(String flags, String name) {
    Matcher matcher = Pattern.compile("\\b" + name + " += (?<value>\\S+)").matcher(flags);
    assertTrue(matcher.find(), () -> name + " is not told of");
    return matcher.group("value");
  }

  @Test
  void theDataPlaneIsWithinTheBound() throws IOException {
    assertWithinTheBound(Images.dataPlane(Path.of("")));
  }

  @Test
  void theOperatorIsWithinTheBound() throws IOException {
    assertWithinTheBound(Images.operator(Path.of("")));
  }

  private static void assertWithinTheBound(Image image) throws IOException {
    long size = BASE + Folders.size(image.folder());
    assertTrue(size <= BOUND, () -> size + " bytes");
  }

  private Image moved(Image image) throws IOException {
    Path folder = elsewhere.resolve("app");
    Folders.copy(image.folder(), folder);
    return new Image(folder, image.mainClass(), image.linked(), image.endStatus());
  }

  private Program startDataPlane(Image image, int processors) throws IOException {
    return start(image, processors, List.of("--config", settings()));
  }

  private Program start(Image image, int processors, List<String> arguments) throws IOException {
    ProcessBuilder command =
        image.command(
            List.of(
                "-XX:AOTMode=on",
                "-XX:ActiveProcessorCount=" + processors,
                "-Xlog:class+load:file=" + classes(),
                // Where nobody can make anything, not even root.
                "-Djava.io.tmpdir=/proc/nowhere"),
            arguments);
    // Nobody is there: an API server that is away is no reason not to start.
    TrainingCluster.inPod(command, NOBODY, elsewhere);
    return Program.start(command, elsewhere.resolve("log"));
  }

  private void assertOwnClassesCameFromTheCache() throws IOException {
    List<String> sources =
        OWN_CLASS
            .matcher(Files.readString(classes()))
            .results()
            .map(match -> match.group("source"))
            .toList();
    assertTrue(sources.size() > 50, () -> sources.size() + " classes of our own");
    // Lambdas and what else is made at run time is not in any jar.
    List<String> fromJars = sources.stream().filter(source -> source.contains(".jar")).toList();
    assertEquals(List.of(), fromJars);
  }

  private Path classes() {
    return elsewhere.resolve("classes");
  }

  private String settings() throws IOException {
    Path file = elsewhere.resolve("settings.yaml");
    Files.writeString(file, Training.settings(0));
    return file.toString();
  }
}
