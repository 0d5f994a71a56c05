package dev.gatehouse.e2e.laptop;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.cli.explain.Account;
import dev.gatehouse.cli.explain.Accountant;
import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.cli.schema.GatewayRouteCheck;
import dev.gatehouse.cli.trial.Trial;
import dev.gatehouse.cli.trial.TrialRequest;
import dev.gatehouse.e2e.RawClient;
import dev.gatehouse.e2e.apiserver.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain} names the rule that the proxy takes. */
final class ExplainTest {
  private static final long SEED = 20_261_124;
  private static final int ROUTES = 40;
  private static final int REQUESTS = 10_000;

  private static final int FORWARDED = 300;
  private static final String ECHO =
      """
      apiVersion: gatehouse.dev/v1alpha1
      kind: GatewayRoute
      metadata: {name: echo}
      spec:
        rules:
        - name: all
          filters:
          - type: URLRewrite
            urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /seen}}
          - type: RequestHeaderModifier
            requestHeaderModifier: {add: [{name: x-h, value: "${client.address}"}], remove: [via]}
          backendRefs: [{name: echo, port: 80}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: echo}
      spec: {ports: [{name: http, port: 80}]}
      """;
  private static final String ECHO_ENDPOINTS =
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata:
        name: echo
        labels: {kubernetes.io/service-name: echo}
        annotations: {gatehouse.dev/demo: echo}
      addressType: IPv4
      ports: [{name: http, port: PORT}]
      endpoints: [{addresses: [127.0.0.1]}]
      """;
  private static final Pattern REASON = Pattern.compile("proxy-status: .*details=\"(\\w+)\"");

  private enum Kind {
    TAKEN,
    NO_ROUTE,
    LOOP,
    REFUSED
  }

  @Test
  void namesTheRuleThatTheProxyTakes(@TempDir Path folder) throws Exception {
    var random = new Random(SEED);
    Files.writeString(folder.resolve("routes.yaml"), new RandomRoutes(random).yaml(ROUTES));
    Inspection inspection = Inspection.of(folder, new GatewayRouteCheck());
    assertEquals(List.of(), inspection.content().problems());
    var accountant = Accountant.of(inspection, "default");
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
    Map.of(Kind.TAKEN, 2_000, Kind.NO_ROUTE, 300, Kind.LOOP, 20, Kind.REFUSED, 500)
        .forEach((kind, least) -> assertTrue(seen.getOrDefault(kind, 0) >= least, seen::toString));
  }

  @Test
  void showsWhatTheBackendSees(@TempDir Path folder) throws Exception {
    Files.createDirectory(folder.resolve("local"));
    Files.writeString(folder.resolve("routes.yaml"), ECHO);
    Files.writeString(
        folder.resolve("local/endpoints.yaml"),
        ECHO_ENDPOINTS.replace("PORT", "" + Network.freePorts(1)[0]));
    var accountant = Accountant.of(Inspection.of(folder, new GatewayRouteCheck()), "default");
    var random = new Random(SEED);
    int compared = 0;
    try (var laptop = new Laptop(folder);
        var client = new RawClient(laptop.port())) {
      while (compared < FORWARDED) {
        var request = RandomRequest.of(random);
        Trial.Forwarded explained = account(accountant, request).forwarded();
        if (explained != null) {
          RawClient.Answer answer = client.ask(request.text());
          assertEquals(
              seen(explained, laptop.port()),
              seen(new ObjectMapper().readTree(answer.body())),
              () -> request.text() + answer.head());
          compared++;
        }
      }
    }
  }

  private static String seen(Trial.Forwarded explained, int port) {
    var headers = new TreeMap<String, String>();
    explained.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    headers.replace("x-forwarded-port", "8080", "" + port);
    return "%s %s %s %s"
        .formatted(explained.method(), explained.host(), explained.path(), comparable(headers));
  }

  private static String seen(JsonNode echo) {
    var headers = new TreeMap<String, String>();
    echo.path("headers")
        .properties()
        .forEach(field -> headers.put(field.getKey(), field.getValue().asText()));
    headers.remove("host");
    return "%s %s %s %s"
        .formatted(
            echo.path("method").asText(),
            echo.path("host").asText(),
            echo.path("path").asText(),
            comparable(headers));
  }

  /** Without what is another for each request. */
  private static Map<String, String> comparable(Map<String, String> headers) {
    List.of("traceparent", "x-request-id").forEach(headers::remove);
    return headers;
  }

  private static Kind kind(String outcome) {
    return switch (outcome.substring(0, 3)) {
      case "200" -> Kind.TAKEN;
      case "404" -> Kind.NO_ROUTE;
      case "508" -> Kind.LOOP;
      default -> Kind.REFUSED;
    };
  }

  /** Status, and the rule or the reason. */
  private static String explained(Accountant accountant, RandomRequest request) {
    Account account = account(accountant, request);
    Trial.Answer answer = requireNonNull(account.answer());
    Account.Rule winner = account.winner();
    return answer.status() + " " + (winner == null ? answer.reason() : winner.name());
  }

  private static Account account(Accountant accountant, RandomRequest request) {
    return accountant.account(
        TrialRequest.of(request.method(), request.url(), request.headers()), request.url());
  }

  private static String proxied(RawClient.Answer answer) {
    var reason = REASON.matcher(answer.head());
    return answer.status()
        + " "
        + (reason.find() ? reason.group(1).toUpperCase(Locale.ROOT) : answer.body());
  }
}
