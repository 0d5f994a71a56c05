package dev.gatehouse.operator.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.operator.source.RouteSource.Reading;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a golden case can't show: holes that only an object older than its schema can have. */
class GatewayRouteSourceTest {
  private static RouteObject object(Object spec) {
    return new RouteObject(new ObjectKey("GatewayRoute", "shop", "orders"), 0, 1, spec, null);
  }

  private static Reading read(String json) throws JsonProcessingException {
    GatewayRouteSpec spec = JsonMapper.builder().build().readValue(json, GatewayRouteSpec.class);
    return new GatewayRouteSource().read(object(spec), spec);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                  | spec.rules: a route needs at least one rule
          {"rules":[null]}                                    | spec.rules[0]: is empty; write a rule or remove it
          {"rules":[{"backendRefs":[{"name":"a","port":1}]}]} | spec.rules[0].name: give the rule a name of lower-case letters, digits and hyphens, up to 63
          {"rules":[{"name":"a","backendRefs":[null]}]}       | spec.rules[0].backendRefs[0].name: is missing; name a Service
          """)
  void holesAreProblems(String json, String problem) throws JsonProcessingException {
    Reading.Invalid invalid = (Reading.Invalid) read(json);

    assertEquals(problem, invalid.problems().getFirst());
  }

  @Test
  void emptyPlacesInListsAreNamed() throws JsonProcessingException {
    var reading =
        read(
            """
            {"rules": [{"name": "a",
              "matches": [null, {"headers": [null, {"name": "x"}], "cookies": [{"value": "v"}]}],
              "filters": [null, {"type": "RequestHeaderModifier",
                                 "requestHeaderModifier": {"set": [null, {"name": "x"}]}}],
              "backendRefs": [{"name": "a", "port": 1}]}]}
            """);

    assertEquals(
        new Reading.Invalid(
            List.of(
                "spec.rules[0].matches[1].headers[0]: is empty; write a name and a value, or"
                    + " remove it",
                "spec.rules[0].matches[1].headers[1].value: is missing; write the value to match",
                "spec.rules[0].matches[1].cookies[0].name: is missing; say which one is meant",
                "spec.rules[0].filters[0].type: is missing; say which filter this is",
                "spec.rules[0].filters[1].requestHeaderModifier.set[0]: is empty; write a name and"
                    + " a value, or remove it",
                "spec.rules[0].filters[1].requestHeaderModifier.set[1].value: is missing; write"
                    + " the field's value")),
        reading);
  }

  @Test
  void anotherKindsSpecIsAMistakeOfTheCaller() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new GatewayRouteSource().read(object("a string"), "a string"));
  }
}
