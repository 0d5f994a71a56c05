package dev.gatehouse.crds.generate;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencePageTest {
  @Test
  void saysWhatTheSchemaSays(@TempDir Path scratch) throws IOException {
    GeneratedFile.check(
        Path.of("../docs/gatewayroute.md"), ReferencePage.of(GeneratedCrd.gatewayRoute(scratch)));
  }
}
