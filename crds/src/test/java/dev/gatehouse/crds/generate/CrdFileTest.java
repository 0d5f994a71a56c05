package dev.gatehouse.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gatehouse.crds.CrdFile;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdFileTest {
  @Test
  void isWhatTheJavaTypesSay(@TempDir Path scratch) throws IOException {
    // One line for each text: a change of a description or a rule is then a change of one line.
    var yaml =
        YAMLMapper.builder()
            .disable(
                YAMLGenerator.Feature.SPLIT_LINES, YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();
    String crd =
        yaml.writeValueAsString(
            new KubernetesSerialization()
                .convertValue(GeneratedCrd.gatewayRoute(scratch), JsonNode.class));
    GeneratedFile.check(
        Path.of("src/main/resources/META-INF/fabric8", CrdFile.GATEWAY_ROUTE.fileName()),
        "# Generated from dev.gatehouse.crds.v1alpha1 by mvn -pl crds test -Dgenerate\n" + crd);
  }
}
