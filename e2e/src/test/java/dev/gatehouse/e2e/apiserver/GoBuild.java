package dev.gatehouse.e2e.apiserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds the programs with {@code e2e/cluster/build}, which takes minutes on a fresh machine. */
final class GoBuild {
  private GoBuild() {}

  /** False where there is no Go, or the build failed and has said why. */
  static boolean run() {
    Path script = script();
    Stages.say("building etcd, kube-apiserver and kubectl from Go modules: about 8 min, once");
    try {
      var build = new ProcessBuilder(script.toString(), "api").inheritIO().start();
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
