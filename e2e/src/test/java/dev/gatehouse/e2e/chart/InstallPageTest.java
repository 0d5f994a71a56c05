package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.Kubectl;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/install.md tells people to write. */
@WithApiServer
class InstallPageTest {
  @TempDir Path folder;

  /** Here for its kubectl alone. */
  private final ApiServer api;

  InstallPageTest(ApiServer api) {
    this.api = api;
  }

  @Test
  void valuesAreGood() throws IOException {
    Path values = Files.writeString(folder.resolve("values.yaml"), block("values.yaml"));

    Set<String> fleets =
        Manifest.all(Helm.in(folder).template(Chart.FOLDER, "-f", values.toString()).succeeded())
            .stream()
            .filter(one -> !one.podTemplate().isMissingNode())
            .map(Manifest::key)
            .collect(Collectors.toSet());

    assertEquals(
        Set.of(
            "Deployment/gatehouse-operator",
            "Deployment/gatehouse-default",
            "Deployment/gatehouse-internal",
            "DaemonSet/gatehouse-edge"),
        fleets);
  }

  @Test
  void kustomizationIsGood() throws IOException {
    copy(Kustomization.FOLDER, folder.resolve("gatehouse/deploy/kustomize"));
    Files.writeString(folder.resolve("kustomization.yaml"), block("kustomization.yaml"));
    Files.writeString(folder.resolve("gatehouse.yaml"), "fleet: default\nloops: 1\n");

    Kubectl.Result built = api.kubectl("kustomize", folder.toString());

    assertEquals(0, built.exitCode(), built.output());
    assertTrue(built.output().contains("loops: 1"), built.output());
    assertTrue(
        built.output().contains("image: mirror.example.com/gatehouse/operator:0.1.0"),
        built.output());
  }

  private static String block(String name) throws IOException {
    String page = Files.readString(Path.of("../docs/install.md"));
    var found =
        Pattern.compile("(?s)```yaml\n# " + Pattern.quote(name) + "\n(.*?)```").matcher(page);
    assertTrue(found.find(), name);
    return found.group(1);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
