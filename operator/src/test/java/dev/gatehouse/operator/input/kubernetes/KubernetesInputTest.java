package dev.gatehouse.operator.input.kubernetes;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.NamespaceObject;
import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesInputTest {
  private static final ObjectKey SERVICE = ObjectKey.service("shop", "orders");

  private final Flaky dispatcher = new Flaky();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
  private final BlockingQueue<Changes> told = new LinkedBlockingQueue<>();
  private KubernetesClient client = server();
  private final KubernetesInput input = new KubernetesInput(client, scheduler, told::add);

  @BeforeEach
  void aService() {
    client.resource(service(80)).create();
  }

  @AfterEach
  void close() {
    input.close();
    scheduler.shutdownNow();
    client.close();
    server.destroy();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gatewayroutes", "services", "endpointslices", "namespaces", "referencegrants"})
  void tellsNothingBeforeEveryKindHasBeenListed(String plural) throws InterruptedException {
    dispatcher.refused = plural;
    input.start();

    // The kind has been asked for several times, and all others have had their turn.
    assertTrue(dispatcher.refusals.tryAcquire(3, 30, TimeUnit.SECONDS));
    while (input.problems().size() > 1) {
      assertTrue(dispatcher.refusals.tryAcquire(1, 30, TimeUnit.SECONDS));
    }
    assertNull(told.peek());
    assertTrue(
        input.problems().getFirst().contains("can't be listed"), input.problems().toString());

    dispatcher.refused = "";
    assertEquals(service(80).getSpec().getPorts().getFirst().getPort(), port(next()));
    assertEquals(0, input.problems().size());
  }

  @Test
  void tellsWhatChangesAndGoes() throws InterruptedException {
    input.start();
    assertNotNull(next().upserted().get(SERVICE));

    client.resource(service(81)).update();
    next(changes -> port(changes) == 81);

    client.resource(service(81)).delete();
    next(changes -> changes.removed().contains(SERVICE));
  }

  @Test
  void keepsOnlyTheAnnotationsThatMatter() throws InterruptedException {
    input.start();
    next();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("shop")
                .withAnnotations(
                    Map.of("gatehouse.dev/allowed-hostnames", "a.example", "other", "x"))
                .endMetadata()
                .build())
        .create();

    ObjectKey key = new ObjectKey("Namespace", "", "shop");
    Changes changes = next(any -> any.upserted().containsKey(key));
    assertEquals(
        new NamespaceObject(key, Map.of("gatehouse.dev/allowed-hostnames", "a.example")),
        changes.upserted().get(key));
  }

  private Changes next() throws InterruptedException {
    return next(_ -> true);
  }

  private Changes next(Predicate<Changes> wanted) throws InterruptedException {
    Changes changes;
    do {
      changes = told.poll(30, TimeUnit.SECONDS);
      assertNotNull(changes, "no such change within 30 s");
    } while (!wanted.test(changes));
    return changes;
  }

  private static int port(Changes changes) {
    ClusterObject object = changes.upserted().get(SERVICE);
    return object instanceof ClusterObject.ServiceObject service
        ? service.ports().getFirst().port()
        : -1;
  }

  private static Service service(int port) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("orders")
        .withNamespace("shop")
        .endMetadata()
        .withNewSpec()
        .addNewPort()
        .withPort(port)
        .endPort()
        .endSpec()
        .build();
  }

  private KubernetesClient server() {
    server.init();
    return requireNonNull(OperatorClient.of(server.createClient().getConfiguration()));
  }

  /** An API server that can't list one kind. */
  private static final class Flaky extends KubernetesCrudDispatcher {
    final Semaphore refusals = new Semaphore(0);
    volatile String refused = "";

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String path = requireNonNull(request.getPath());
      int query = path.indexOf('?');
      String resource = query < 0 ? path : path.substring(0, query);
      if (!refused.isEmpty() && "GET".equals(request.getMethod()) && resource.endsWith(refused)) {
        refusals.release();
        return new MockResponse().setResponseCode(503).setBody("{}");
      }
      return super.dispatch(request);
    }
  }
}
