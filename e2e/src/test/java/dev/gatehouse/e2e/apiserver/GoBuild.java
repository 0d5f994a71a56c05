package dev.gatehouse.e2e.apiserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds programs with {@code e2e/cluster/build}, which takes minutes on a fresh machine. */
public final class GoBuild {
  private GoBuild() {}

  /** Where it leaves them. */
  public static Path folder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path cache =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return cache.resolve("gatehouse-cluster/bin");
  }

  /**
   * False where there is no Go, or the build failed and has said why.
   *
   * @param target what the script is asked for
   * @param announcement of what is built, and how long it takes
   */
  public static boolean run(String target, String announcement) {
    Path script = script();
    Stages.say("building " + announcement + ", once");
    try {
      var build = new ProcessBuilder(script.toString(), target).inheritIO().start();
      return Stages.timed("go build", () -> build.waitFor() == 0);
    } catch (IOException e) {
      Stages.say(script + ": " + e.getMessage());
      return false;
    }
  }

  /** Maven runs tests in the module's folder, an IDE mostly in the root's. */
  private static Path script() {
    Path here = Path.of("").toAbsolutePath();
    for (Path candidate : new Path[] {here, here.resolve("e2e")}) {
      Path script = candidate.resolve("cluster/build");
      if (Files.isExecutable(script)) {
        return script;
      }
    }
    throw new IllegalStateException("no e2e/cluster/build near " + here);
  }
}
