package dev.gatehouse.operator.translate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gatehouse.operator.input.folder.FolderContent;
import dev.gatehouse.operator.input.folder.FolderReader;
import dev.gatehouse.operator.input.folder.ObjectCheck;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Refusal;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * One golden directory: {@code in.yaml} holds Kubernetes objects, {@code out.yaml} what becomes of
 * them. Where there is a {@code view.yaml}, it says {@code laptop: true} for the settings of a
 * folder, and {@code refused} names rules that a pod refuses in the form they are given.
 */
record GoldenCase(Path directory) {
  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .build())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  Path in() {
    return directory.resolve("in.yaml");
  }

  Path out() {
    return directory.resolve("out.yaml");
  }

  Path settings() {
    return directory.resolve("view.yaml");
  }

  /** What becomes of the input, as {@code out.yaml} should have it. */
  String translated() throws IOException {
    var translator = new Translator(Sources.standard());
    JsonNode given = given();
    ClusterView view = view(given.path("laptop").asBoolean() ? Settings.LAPTOP : Settings.CLUSTER);
    Translation translation = translator.translate(view, Set.of(), Memo.EMPTY).translation();
    if (!given.path("refused").isEmpty()) {
      view = view.withRefused(refusals(given.path("refused"), translation));
      translation = translator.translate(view, Set.of(), Memo.EMPTY).translation();
    }
    return YAML.writeValueAsString(GoldenOutput.of(translation));
  }

  private JsonNode given() throws IOException {
    return Files.exists(settings())
        ? YAML.readTree(Files.readString(settings()))
        : YAML.createObjectNode();
  }

  private ClusterView view(Settings settings) throws IOException {
    Path folder = Files.createTempDirectory("golden");
    try {
      Path copy = Files.copy(in(), folder.resolve("in.yaml"));
      FolderContent content = new FolderReader(ObjectCheck.NONE).read(folder);
      Files.delete(copy);
      if (!content.problems().isEmpty()) {
        throw new IllegalArgumentException(content.problems().toString());
      }
      ClusterView view = ClusterView.empty(settings);
      for (var placed : content.objects().values()) {
        view = view.with(placed.object());
      }
      return view;
    } finally {
      Files.delete(folder);
    }
  }

  private static PMap<ResourceId, Refusal> refusals(JsonNode rules, Translation translation) {
    PMap<ResourceId, Refusal> refused = HashTreePMap.empty();
    for (JsonNode rule : rules) {
      var id = new ResourceId(rule.asText());
      Encoded form =
          translation.fleets().values().stream()
              .map(fleet -> fleet.resources().get(id))
              .filter(Objects::nonNull)
              .findFirst()
              .orElseThrow();
      refused =
          refused.plus(id, new Refusal(form.hash(), "UNSUPPORTED_FEATURE", "it lacks auth.jwt/1"));
    }
    return refused;
  }
}
