package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A status that the API server doesn't take is the matter of its route alone. */
@WithApiServer
class UntakenStatusTest {
  /** A spec and the last good one beside it are more than etcd takes of an object, 1.5 MiB. */
  private static final int RULES = 60;

  private static final String BODY = "x".repeat(16_000);

  private final ApiServer api;
  private final Gateway gateway;

  UntakenStatusTest(ApiServer api) {
    this.api = api;
    gateway = new Gateway(api, "untaken");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void oneThatIsTooLargeIsToldByAnEventAndDelaysNoOther() {
    gateway.backend("v1");
    large("fixed");
    gateway.awaitProgrammed("large");
    large("${path.id}");
    Eventually.until("an Event", Gateway.PATIENCE, () -> !notTaken().isEmpty());

    gateway.route("other", "/other", "v1");
    gateway.awaitProgrammed("other");
    assertEquals(List.of(), gateway.problems(), "statuses are written");
    assertEquals(1, notTaken().size(), "told once");

    large("mended");
    gateway.awaitProgrammed("large");
  }

  /** One whose path has no variables, as the schema can't know. */
  private void large(String value) {
    gateway.apply(
        """
        apiVersion: gatehouse.dev/v1alpha1
        kind: GatewayRoute
        metadata: {name: large}
        spec:
          gateway: %s
          rules:
        %s
        """
            .formatted(
                gateway.namespace(),
                IntStream.range(0, RULES)
                    .mapToObj(i -> rule(i, value))
                    .collect(Collectors.joining())));
  }

  private static String rule(int number, String value) {
    return """
          - name: r%d
            matches: [{path: {type: PathPrefix, value: /large/%d}}]
            filters:
            - type: ResponseHeaderModifier
              responseHeaderModifier: {set: [{name: x-id, value: "%s"}]}
            - type: DirectResponse
              directResponse: {statusCode: 200, body: "%s"}
        """
        .formatted(number, number, value, BODY);
  }

  private List<Event> notTaken() {
    return api.client()
        .events()
        .v1()
        .events()
        .inNamespace(gateway.namespace())
        .withField("reason", "StatusNotTaken")
        .list()
        .getItems();
  }
}
