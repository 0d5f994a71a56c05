package dev.gatehouse.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceCodecTest {
  private static final ResourceId ID = ResourceId.route("gatewayroute", "shop", "orders", "list");
  private static final String RULE =
      new String(
          ResourceCodec.encode(Samples.rule("list", "/orders")).bytes(), StandardCharsets.UTF_8);

  @Test
  void whatIsWrittenIsReadAndWrittenAgainTheSame() {
    for (Encoded encoded : Samples.encoded(Samples.all())) {
      var known = assertInstanceOf(Decoded.Known.class, ResourceCodec.decode(encoded, Set.of()));
      assertArrayEquals(encoded.bytes(), ResourceCodec.encode(known.resource()).bytes());
    }
  }

  @Test
  void rulesHoldEachIdOnce() {
    Encoded encoded = ResourceCodec.encode(Samples.rule("list", "/orders"));
    RouteRule one = rule(encoded);
    RouteRule other = rule(ResourceCodec.encode(Samples.rule("find", "/orders")));

    assertSame(encoded.id(), one.id());
    assertEquals(one.backends(), other.backends());
    assertSame(upstream(one), upstream(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "true", "1.5", "{}", "[]", "null", "\"a b\""})
  void anIdIsAStringAndNothingElse(String value) {
    String upstream = "\"upstream\":\"upstream/shop/orders-v1/8080\"";
    assertTrue(RULE.contains(upstream), RULE);

    assertInstanceOf(
        Decoded.MalformedRule.class, decode(RULE.replace(upstream, "\"upstream\":" + value)));
  }

  private static RouteRule rule(Encoded encoded) {
    var known = assertInstanceOf(Decoded.Known.class, ResourceCodec.decode(encoded, Set.of()));
    return assertInstanceOf(RouteRule.class, known.resource());
  }

  private static ResourceId upstream(RouteRule rule) {
    return assertInstanceOf(Backend.To.class, rule.backends().getFirst()).upstream();
  }

  @Test
  void endpointsInAnyOrderAreTheSameBytes() {
    var one = new EndpointSet.Endpoint("10.0.0.1", 80);
    var two = new EndpointSet.Endpoint("10.0.0.2", 80);
    ResourceId id = ResourceId.endpoints("shop", "orders", 80);

    assertEquals(
        ResourceCodec.encode(new EndpointSet(id, List.of(), List.of(one, two))),
        ResourceCodec.encode(new EndpointSet(id, List.of(), List.of(two, one, two))));
  }

  @Test
  void anInventedSecurityFeatureIsNeverServedOpen() {
    Decoded decoded =
        decode(
            RULE.replace("\"requires\":[]", "\"requires\":[\"auth.retina-scan/1\"]")
                .replace("{\"kind\"", "{\"authentication\":{\"retina\":true},\"kind\""));

    var unsupported = assertInstanceOf(Decoded.UnsupportedRule.class, decoded);
    assertEquals(List.of("auth.retina-scan/1"), unsupported.missing());
    assertEquals(Samples.rule("list", "/orders").hostnames(), unsupported.head().hostnames());
    assertEquals(Samples.rule("list", "/orders").matches(), unsupported.head().matches());
  }

  @Test
  void aConditionOfAnUnknownKindMatchesRatherTooMuch() {
    Decoded decoded =
        decode(
            RULE.replace("\"requires\":[]", "\"requires\":[\"match.body/1\"]")
                .replace("\"headers\":[]", "\"headers\":[],\"body\":{\"contains\":\"x\"}"));

    var unsupported = assertInstanceOf(Decoded.UnsupportedRule.class, decoded);
    assertEquals(
        List.of(Samples.match(new PathMatch.Exact("/orders"))), unsupported.head().matches());
  }

  @Test
  void aReaderThatHasTheFeatureReadsTheRule() {
    String rule = RULE.replace("\"requires\":[]", "\"requires\":[\"limit.shared/1\"]");

    Decoded decoded = ResourceCodec.decode(encoded(rule), Set.of("limit.shared/1"));

    assertInstanceOf(Decoded.Known.class, decoded);
  }

  @Test
  void anythingElseThatNeedsAMissingFeatureIsSaidToBeUnsupported() {
    Encoded upstream = ResourceCodec.encode(Samples.all().get(1));
    String text =
        new String(upstream.bytes(), StandardCharsets.UTF_8)
            .replace("\"requires\":[]", "\"requires\":[\"upstream.tls/1\"]");

    Decoded decoded =
        ResourceCodec.decode(
            new Encoded(upstream.id(), text.getBytes(StandardCharsets.UTF_8)), Set.of());

    assertEquals(new Decoded.UnsupportedOther(upstream.id(), List.of("upstream.tls/1")), decoded);
  }

  @Test
  void advisoryFieldsMayBeUnknown() {
    assertInstanceOf(
        Decoded.Known.class,
        decode(RULE.replace("{\"kind\"", "{\"advisory\":{\"hint\":1},\"kind\"")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"kind"                | {"surprise":1,"kind"           | surprise
          {"kind"                | {"kind":"Route","kind"         | Duplicate
          "kind":"Route"         | "kind":"Rout"                  | Rout
          "index":0              | "index":"0"                    | origin.index
          "index":0              | "index":99999999999999999999   | range
          "hostnames":["api.shop.example","*.shop.example"] | "hostnames":[] | at least one hostname
          "value":"/orders"      | "value":{"a":1}                | matches[0].path.value
          "rule":"list"          | "rule":{"a":{}}                | String
          gatewayroute/shop/orders/list | gatewayroute/shop/orders/else | id inside
          """)
  void whatMakesNoSenseIsMalformedAndSaysWhere(String from, String to, String message) {
    assertTrue(RULE.contains(from), RULE);

    String said =
        switch (decode(RULE.replace(from, to))) {
          case Decoded.Malformed malformed -> malformed.message();
          case Decoded.MalformedRule malformed -> malformed.message();
          case Decoded.Known _, Decoded.UnsupportedRule _, Decoded.UnsupportedOther _ -> "";
        };

    assertTrue(said.contains(message), () -> "said: " + said);
  }

  @Test
  void aThousandBracketsAreRefusedByTheirDepth() {
    String deep = "[".repeat(1000) + "]".repeat(1000);

    assertInstanceOf(
        Decoded.Malformed.class,
        decode(RULE.replace("{\"kind\"", "{\"advisory\":" + deep + ",\"kind\"")));
  }

  private static Decoded decode(String text) {
    return ResourceCodec.decode(encoded(text), Set.of());
  }

  private static Encoded encoded(String text) {
    return new Encoded(ID, text.getBytes(StandardCharsets.UTF_8));
  }
}
