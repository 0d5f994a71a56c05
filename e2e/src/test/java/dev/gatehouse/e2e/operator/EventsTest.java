package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code kubectl describe} and {@code kubectl events} show of a route. */
@WithApiServer
class EventsTest {
  /** The schema can't know which variables a path has. */
  private static final String UNKNOWN_VARIABLE =
      """
      matches: [{path: {type: PathPrefix, value: /}}]
          filters:
          - type: RequestHeaderModifier
            requestHeaderModifier: {set: [{name: x-id, value: "${path.id}"}]}
          backendRefs: [{name: v1, port: 80}]""";

  private final ApiServer api;
  private final Gateway gateway;

  EventsTest(ApiServer api) {
    this.api = api;
    gateway = new Gateway(api, "events");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void troubleIsToldOnceAlsoAfterARestartAndThenItsEnd() {
    gateway.backend("v1");
    gateway.route("well", "/well", "v1");
    gateway.route("orders", "/orders", "missing");
    gateway.await("orders", "ResolvedRefs", "BackendNotFound");
    awaitReasons("orders", Set.of("BackendNotFound"));

    gateway.restartOperator();
    gateway.route("marker", "/marker", "v1");
    gateway.awaitProgrammed("marker");

    assertEquals(1, events("orders").size(), () -> events("orders").toString());
    assertEquals(List.of(), events("well"), "what goes well is no news");
    String described = api.kubectl("describe", "gwr", "orders", "-n", gateway.namespace()).output();
    assertTrue(described.contains("Warning  BackendNotFound"), described);
  }

  @Test
  void aQuarantineAndItsEndAreTold() {
    gateway.backend("v1");
    gateway.route("orders", "/", "v1");
    gateway.awaitProgrammed("orders");

    gateway.rule("orders", UNKNOWN_VARIABLE);
    gateway.await("orders", "Programmed", "Quarantined");
    awaitReasons("orders", Set.of("Invalid", "Quarantined"));

    gateway.route("orders", "/orders", "v1");
    gateway.awaitProgrammed("orders");
    awaitReasons("orders", Set.of("Invalid", "Quarantined", "Programmed"));
  }

  private void awaitReasons(String route, Set<String> reasons) {
    Eventually.until(
        () -> reasons + " are told of " + route + ", not " + events(route),
        Gateway.PATIENCE,
        () ->
            events(route).stream()
                .map(Event::getReason)
                .collect(Collectors.toSet())
                .equals(reasons));
  }

  private List<Event> events(String route) {
    return api
        .client()
        .events()
        .v1()
        .events()
        .inNamespace(gateway.namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getRegarding().getName().equals(route))
        .toList();
  }
}
