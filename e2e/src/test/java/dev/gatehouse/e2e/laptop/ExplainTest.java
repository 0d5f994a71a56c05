package dev.gatehouse.e2e.laptop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.cli.explain.Account;
import dev.gatehouse.cli.explain.Accountant;
import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.cli.schema.GatewayRouteCheck;
import dev.gatehouse.cli.trial.TrialRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain} names the rule that the proxy takes. */
final class ExplainTest {
  private static final long SEED = 20_261_124;
  private static final int ROUTES = 40;
  private static final int REQUESTS = 10_000;

  private enum Kind {
    TAKEN,
    NO_ROUTE,
    BAD_REQUEST
  }

  @Test
  void namesTheRuleThatTheProxyTakes(@TempDir Path folder) throws Exception {
    var random = new Random(SEED);
    Files.writeString(folder.resolve("routes.yaml"), new RandomRoutes(random).yaml(ROUTES));
    Inspection inspection = Inspection.of(folder, new GatewayRouteCheck());
    assertEquals(List.of(), inspection.content().problems());
    var accountant = new Accountant(inspection, "default");
    var seen = new EnumMap<Kind, Integer>(Kind.class);
    try (var laptop = new Laptop(folder);
        var client = new RawClient(laptop.port())) {
      for (int i = 0; i < REQUESTS; i++) {
        var request = RandomRequest.of(random);
        String explained = explained(accountant, request);
        RawClient.Answer answer = client.ask(request.text());
        assertEquals(explained, proxied(answer), () -> request.text() + answer.head());
        seen.merge(kind(explained), 1, Integer::sum);
      }
    }
    // Each kind often enough to mean something.
    Map.of(Kind.TAKEN, 2_000, Kind.NO_ROUTE, 500, Kind.BAD_REQUEST, 200)
        .forEach((kind, least) -> assertTrue(seen.getOrDefault(kind, 0) >= least, seen::toString));
  }

  private static Kind kind(String outcome) {
    return switch (outcome) {
      case "NO_ROUTE" -> Kind.NO_ROUTE;
      case "BAD_REQUEST" -> Kind.BAD_REQUEST;
      default -> Kind.TAKEN;
    };
  }

  private static String explained(Accountant accountant, RandomRequest request) {
    try {
      Account account =
          accountant.account(
              TrialRequest.of(request.method(), request.url(), request.headers()), request.url());
      return account.winner() == null ? "NO_ROUTE" : account.winner().name();
    } catch (IllegalArgumentException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("400 BAD_REQUEST"), e::getMessage);
      return "BAD_REQUEST";
    }
  }

  private static String proxied(RawClient.Answer answer) {
    String reason = answer.head().contains("no_route") ? "NO_ROUTE" : "BAD_REQUEST";
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 404, 400 -> reason;
      default -> answer.head();
    };
  }
}
