package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.gatehouse.operator.input.folder.ObjectCheck.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into Kubernetes' types and reports every field that the type lacks, where the client's
 * own types would keep it without a word.
 */
final class StrictReading {
  private static final Object FINDINGS = new Object();

  private final ObjectMapper mapper =
      JsonMapper.builder()
          // An API server takes neither true nor 1 where text is wanted, nor "1" for a number.
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
          .annotationIntrospector(new WithoutAnySetters())
          .addHandler(new UnknownFields())
          .build();

  /** What came of an object; {@code value} is null where it could not be read at all. */
  record Reading<T>(@Nullable T value, List<Finding> findings) {}

  private record Findings(List<Finding> list) {}

  <T> Reading<T> read(JsonNode json, Class<T> type) {
    var findings = new ArrayList<Finding>();
    try {
      T value =
          mapper.readerFor(type).withAttribute(FINDINGS, new Findings(findings)).readValue(json);
      return new Reading<>(value, findings);
    } catch (JsonMappingException e) {
      Misfit misfit = Misfit.of(e);
      findings.add(new Finding(misfit.pointer(), misfit.message()));
    } catch (IOException e) {
      findings.add(new Finding("", "can't be read: " + e.getMessage()));
    }
    return new Reading<>(null, findings);
  }

  private static final class WithoutAnySetters extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  private static final class UnknownFields extends DeserializationProblemHandler {
    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        Object beanOrClass,
        String name)
        throws IOException {
      if (context.getAttribute(FINDINGS) instanceof Findings(List<Finding> list)) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        list.add(new Finding(pointer, "unknown field \"" + Lines.dotted(pointer) + "\""));
      }
      parser.skipChildren();
      return true;
    }
  }
}
