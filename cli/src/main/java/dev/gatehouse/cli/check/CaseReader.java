package dev.gatehouse.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.gatehouse.operator.input.folder.Document;
import dev.gatehouse.operator.input.folder.Lines;
import dev.gatehouse.operator.input.folder.Misfit;
import dev.gatehouse.operator.input.folder.Problem;
import dev.gatehouse.operator.input.folder.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the files below {@code tests/}: each a list of cases. */
final class CaseReader {
  /** A case and where it begins. */
  record Located(ExpectCase test, String file, int line) {}

  /** As strict as the reading of objects: what looks like a number is no text. */
  private static final ObjectMapper CASES =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
          .build();

  private final Path folder;
  private final List<Finding> problems = new ArrayList<>();
  private final List<Located> cases = new ArrayList<>();

  CaseReader(Path folder) {
    this.folder = folder;
  }

  List<Finding> problems() {
    return problems;
  }

  List<Located> cases() {
    return cases;
  }

  CaseReader read() throws IOException {
    Path tests = folder.resolve("tests");
    if (!Files.isDirectory(tests)) {
      return this;
    }
    try (var files = Files.walk(tests)) {
      files.filter(CaseReader::isYaml).sorted().forEach(this::read);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return this;
  }

  private void read(Path file) {
    String name = folder.relativize(file).toString();
    YamlFile yaml = YamlFile.read(file);
    for (Problem problem : yaml.problems()) {
      problems.add(Finding.error(name, problem.line(), problem.message()));
    }
    for (Document document : yaml.objects()) {
      JsonNode list = document.json();
      if (!list.isArray()) {
        problems.add(Finding.error(name, document.lines().first(), "should be a list of cases"));
      }
      for (int i = 0; list.isArray() && i < list.size(); i++) {
        read(list.get(i), document.lines().under("/" + i), name);
      }
    }
  }

  private void read(JsonNode json, Lines lines, String file) {
    if (!json.isObject()) {
      problems.add(
          Finding.error(file, lines.first(), "a case has a name, a request and an expect block"));
      return;
    }
    try {
      ExpectCase test = CASES.treeToValue(json, ExpectCase.class);
      String missing = missing(test);
      if (missing == null) {
        cases.add(new Located(test, file, lines.first()));
      } else {
        problems.add(Finding.error(file, lines.first(), missing));
      }
    } catch (JsonMappingException e) {
      Misfit misfit = Misfit.of(e);
      problems.add(Finding.error(file, lines.at(misfit.pointer()), misfit.message()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree needs no parsing", e);
    }
  }

  // A field that the file leaves out is null whatever the record's type says.
  private static @Nullable String missing(ExpectCase test) {
    if (test.name() == null) {
      return "a case needs a name";
    }
    if (test.request() == null || test.request().url() == null) {
      return "case \"%s\" needs a request with a url".formatted(test.name());
    }
    return test.expect() == null
        ? "case \"%s\" needs an expect block: rule, backends, forwarded or answer"
            .formatted(test.name())
        : null;
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }
}
