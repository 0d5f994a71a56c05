package dev.gatehouse.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Evaluates {@code x-kubernetes-validations} at every depth; each rule is compiled once. */
final class CelRules {
  private static final ObjectMapper LONGS =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

  /** Expressions are searched for in a string, as in Kubernetes. */
  private static final CelOptions OPTIONS =
      CelOptions.current().enableRegexPartialMatch(true).build();

  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addLibraries(CelExtensions.strings())
          .addVar("self", SimpleType.DYN)
          .build();
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.strings())
          .build();
  private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();

  void check(JsonNode schema, JsonNode value, String at, List<SchemaProblem> problems) {
    JsonNode rules = schema.path("x-kubernetes-validations");
    if (!rules.isEmpty()) {
      Object self = self(value);
      rules.forEach(rule -> check(rule, self, at, problems));
    }
    for (var property : schema.path("properties").properties()) {
      JsonNode child = value.get(property.getKey());
      if (child != null) {
        check(property.getValue(), child, FieldPath.field(at, property.getKey()), problems);
      }
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.get(i), FieldPath.item(at, i), problems);
      }
    }
  }

  private void check(JsonNode rule, Object self, String at, List<SchemaProblem> problems) {
    String path = at + rule.path("fieldPath").asText();
    String text = rule.path("rule").asText();
    try {
      Object holds = program(text).eval(Map.of("self", self));
      if (!Boolean.TRUE.equals(holds)) {
        problems.add(new SchemaProblem(path, rule.path("message").asText()));
      }
    } catch (CelEvaluationException e) {
      problems.add(
          new SchemaProblem(
              path, rule.path("message").asText() + " (" + text + ": " + e.getMessage() + ")"));
    }
  }

  private CelRuntime.Program program(String rule) {
    return programs.computeIfAbsent(
        rule,
        text -> {
          try {
            return runtime.createProgram(compiler.compile(text).getAst());
          } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("the CRD has a rule that is no CEL: " + text, e);
          }
        });
  }

  /** As CEL knows values: every integer has 64 bits. */
  private static Object self(JsonNode value) {
    try {
      return LONGS.treeToValue(value, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can't be read as plain values", e);
    }
  }
}
