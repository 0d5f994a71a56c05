package dev.gatehouse.e2e.laptop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.Kubectl;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.e2e.schema.Crds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code kubectl apply -f examples/NAME} takes each as it stands. */
@WithApiServer
final class ExamplesApplyTest {
  private final ApiServer api;

  ExamplesApplyTest(ApiServer api) {
    this.api = api;
  }

  @BeforeAll
  static void install(ApiServer api) {
    Crds.install(api);
    Crds.installReferenceGrants(api);
  }

  @AfterAll
  static void uninstall(ApiServer api) {
    Crds.uninstallReferenceGrants(api);
  }

  static List<String> examples() throws IOException {
    return ExamplesTest.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void applies(String example) {
    String folder = Path.of("../examples", example).toString();

    Kubectl.Result applied = api.kubectl("apply", "-f", folder);
    Kubectl.Result deleted = api.kubectl("delete", "--wait=false", "-f", folder);

    assertEquals(0, applied.exitCode(), applied.output());
    assertEquals(0, deleted.exitCode(), deleted.output());
  }
}
