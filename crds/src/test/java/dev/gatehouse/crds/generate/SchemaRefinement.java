package dev.gatehouse.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.crds.schema.ListMap;
import dev.gatehouse.crds.schema.ListSet;
import dev.gatehouse.crds.schema.OneOf;
import dev.gatehouse.crds.schema.Opaque;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Adds to a generated schema what our own annotations on its record say, at every depth. */
final class SchemaRefinement {
  private SchemaRefinement() {}

  static void refine(Class<?> type, JSONSchemaProps schema) {
    // fabric8's generator says the rules of a type once more where a field is of that type.
    schema.setXKubernetesValidations(
        schema.getXKubernetesValidations().stream().distinct().toList());
    if (type == Condition.class) {
      ConditionSchema.refine(schema);
    } else if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        String name = component.getName();
        schema.getProperties().put(name, refined(component, property(schema, name)));
      }
    }
  }

  static JSONSchemaProps property(JSONSchemaProps object, String name) {
    return Objects.requireNonNull(object.getProperties().get(name), name);
  }

  private static JSONSchemaProps refined(RecordComponent component, JSONSchemaProps schema) {
    if (component.isAnnotationPresent(Opaque.class)) {
      return new JSONSchemaPropsBuilder()
          .withType("object")
          .withDescription(schema.getDescription())
          .withXKubernetesPreserveUnknownFields(true)
          .build();
    }
    OneOf oneOf = component.getAnnotation(OneOf.class);
    if (oneOf != null) {
      boolean number = schema.getType().equals("integer");
      schema.setEnum(Stream.of(oneOf.value()).map(value -> node(value, number)).toList());
    }
    if (component.getType() == List.class) {
      refineList(component, schema);
    } else {
      refine(component.getType(), schema);
    }
    return schema;
  }

  private static JsonNode node(String value, boolean number) {
    return number ? IntNode.valueOf(Integer.parseInt(value)) : TextNode.valueOf(value);
  }

  private static void refineList(RecordComponent component, JSONSchemaProps schema) {
    ListMap listMap = component.getAnnotation(ListMap.class);
    if (listMap != null) {
      schema.setXKubernetesListType("map");
      schema.setXKubernetesListMapKeys(List.of(listMap.value()));
    } else {
      boolean set = component.isAnnotationPresent(ListSet.class);
      schema.setXKubernetesListType(set ? "set" : "atomic");
    }
    var element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    refine((Class<?>) element, schema.getItems().getSchema());
  }
}
