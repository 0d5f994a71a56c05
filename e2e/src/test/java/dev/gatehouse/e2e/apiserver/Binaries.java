package dev.gatehouse.e2e.apiserver;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubeapitest.binary.BinaryManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs, wherever they come from: kube-api-test's folder, the cache of {@code
 * e2e/cluster/build}, a download, or a build from Go modules; the first that can be had.
 */
record Binaries(Path etcd, Path apiServer, Path kubectl) {
  private static final String LINE = "1.35.";

  static Binaries obtain() {
    Path home = Path.of(System.getProperty("user.home"));
    Path built = GoBuild.folder();
    Path kubeApiTest = home.resolve(".kubeapitest");
    Path known = kubeApiTest.resolve("k8s");
    return newestIn(known)
        .or(() -> in(built))
        .or(() -> downloaded(kubeApiTest, known))
        .or(() -> build() ? in(built) : Optional.empty())
        .orElseThrow(() -> new IllegalStateException(missing(known)));
  }

  private static boolean build() {
    return GoBuild.run("api", "etcd, kube-apiserver and kubectl from Go modules: about 8 min");
  }

  private static String missing(Path known) {
    return "These tests need etcd, kube-apiserver and kubectl "
        + LINE
        + "x, and they could neither be downloaded nor built: install Go (https://go.dev/dl) and run"
        + " e2e/cluster/build api, or put the three into "
        + known
        + "/<version>-<os>-<arch>. To leave these tests out: mvn verify -Dapiserver=skip";
  }

  private static Optional<Binaries> newestIn(Path known) {
    if (!Files.isDirectory(known)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(known)) {
      return versions
          .filter(folder -> folder.getFileName().toString().startsWith(LINE))
          .sorted(Comparator.<Path>naturalOrder().reversed())
          .flatMap(folder -> in(folder).stream())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Binaries> in(Path folder) {
    var found =
        new Binaries(
            folder.resolve("etcd"), folder.resolve("kube-apiserver"), folder.resolve("kubectl"));
    return Stream.of(found.etcd, found.apiServer, found.kubectl).allMatch(Files::isExecutable)
        ? Optional.of(found)
        : Optional.empty();
  }

  private static Optional<Binaries> downloaded(Path kubeApiTest, Path known) {
    if (!Network.reaches("github.com", 443)) {
      return Optional.empty();
    }
    try {
      Stages.timed("download", () -> download(kubeApiTest));
      return newestIn(known);
    } catch (KubeAPITestException e) {
      Stages.say("download failed: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void download(Path folder) {
    var config =
        KubeAPIServerConfigBuilder.anAPIServerConfig()
            .withTestDir(folder.toString())
            .withApiServerVersion(LINE + "*")
            .withUpdateKubeConfig(false)
            .build();
    new BinaryManager(config).initAndDownloadIfRequired();
  }
}
