package dev.gatehouse.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.cli.check.ExpectCase.Answer;
import dev.gatehouse.cli.check.ExpectCase.Expect;
import dev.gatehouse.cli.check.ExpectCase.Forwarded;
import dev.gatehouse.cli.trial.Trial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DifferencesTest {
  private static final Trial FORWARDED =
      new Trial(
          "shop/orders/list",
          Map.of("shop/orders:80", 1),
          new Trial.Forwarded("GET", "shop.example", "/x?y=1", Map.of("x-a", List.of("1", "2"))),
          null);
  private static final Trial ANSWERED =
      new Trial(
          null, Map.of(), null, new Trial.Answer(404, "NO_ROUTE", null, Map.of(), "{\"a\": 1}\n"));

  @Test
  void whatIsNotSaidIsNotCompared() {
    assertEquals(List.of(), Differences.between(new Expect(null, null, null, null), FORWARDED));
  }

  @Test
  void equalIsNoDifference() {
    var headers = new HashMap<String, @Nullable String>();
    headers.put("X-A", "1, 2");
    headers.put("x-none", null);

    var expect =
        new Expect(
            "shop/orders/list",
            Map.of("shop/orders:80", 1),
            new Forwarded("shop.example", "/x?y=1", headers),
            null);

    assertEquals(List.of(), Differences.between(expect, FORWARDED));
  }

  @Test
  void namesEachDifference() {
    var expect =
        new Expect(
            "shop/orders/other",
            Map.of("shop/orders:80", 2),
            new Forwarded(null, "/x", Map.of("x-b", "1")),
            null);

    assertEquals(
        List.of(
            "rule should be \"shop/orders/other\", but is \"shop/orders/list\"",
            "backends should be {shop/orders:80=2}, but is {shop/orders:80=1}",
            "forwarded.path should be \"/x\", but is \"/x?y=1\"",
            "forwarded.headers.x-b should be \"1\", but is absent"),
        Differences.between(expect, FORWARDED));
  }

  @Test
  void anAnswerIsNotForwarded() {
    assertEquals(
        List.of("should be forwarded, but the gateway answers 404 NO_ROUTE"),
        Differences.between(
            new Expect(null, null, new Forwarded(null, "/x", null), null), ANSWERED));
    assertEquals(
        List.of("should be forwarded, but the gateway answers 400 BAD_REQUEST: two hosts"),
        Differences.between(
            new Expect(null, null, new Forwarded(null, "/x", null), null),
            new Trial(
                null,
                Map.of(),
                null,
                new Trial.Answer(400, "BAD_REQUEST", "two hosts", Map.of(), null))));
    assertEquals(
        List.of(
            "should be answered by the gateway, but shop/orders/list is forwarded to [shop/orders:80]"),
        Differences.between(
            new Expect(null, null, null, new Answer(200, null, null, null)), FORWARDED));
    assertEquals(
        List.of(
            "answer.status should be 200, but is 404",
            "answer.body should be \"hello\\n\", but is \"{\\\"a\\\": 1}\\n\""),
        Differences.between(
            new Expect(null, null, null, new Answer(200, null, null, "hello\n")), ANSWERED));
  }
}
