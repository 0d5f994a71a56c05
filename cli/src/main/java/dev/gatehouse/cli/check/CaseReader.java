package dev.gatehouse.cli.check;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the files below {@code tests/}: each a list of cases. */
final class CaseReader {
  /** A case and where it begins. */
  record Located(ExpectCase test, String file, int line) {}

  private static final ObjectMapper YAML =
      JsonMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
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
      for (Path file : files.filter(CaseReader::isYaml).sorted().toList()) {
        read(file);
      }
    }
    return this;
  }

  private void read(Path file) throws IOException {
    String name = folder.relativize(file).toString();
    try (JsonParser parser = YAML.createParser(file.toFile())) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return;
      }
      if (first != JsonToken.START_ARRAY) {
        problems.add(
            Finding.error(name, line(parser.currentTokenLocation()), "should be a list of cases"));
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int line = line(parser.currentTokenLocation());
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          problems.add(
              Finding.error(name, line, "a case has a name, a request and an expect block"));
          parser.skipChildren();
          continue;
        }
        ExpectCase test = YAML.readValue(parser, ExpectCase.class);
        String missing = missing(test);
        if (missing == null) {
          cases.add(new Located(test, name, line));
        } else {
          problems.add(Finding.error(name, line, missing));
        }
      }
    } catch (JsonProcessingException e) {
      problems.add(Finding.error(name, line(e.getLocation()), message(e)));
    }
  }

  // A field that the file leaves out is null whatever the record's type says.
  private static @Nullable String missing(@Nullable ExpectCase test) {
    if (test == null || test.name() == null) {
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

  private static String message(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds().stream()
              .map(Object::toString)
              .sorted()
              .collect(Collectors.joining(", "));
      return "there is no field %s here; there are %s".formatted(unknown.getPropertyName(), known);
    }
    String where =
        e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
            ? mapping.getPath().stream()
                    .map(step -> String.valueOf(step.getFieldName()))
                    .collect(Collectors.joining("."))
                + ": "
            : "";
    return where + e.getOriginalMessage().lines().findFirst().orElse("unreadable");
  }

  private static int line(@Nullable JsonLocation location) {
    return location == null ? 0 : Math.max(0, location.getLineNr());
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }
}
