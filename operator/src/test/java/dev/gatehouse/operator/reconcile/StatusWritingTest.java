package dev.gatehouse.operator.reconcile;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.input.kubernetes.WatchedRoute;
import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StatusWritingTest {
  private final Garbling dispatcher = new Garbling();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);
  private final KubernetesClient client = server();
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final StatusWriting statuses =
      new StatusWriting(
          client,
          new GatewayRouteReconciler(this::standing, (_, _) -> {}, InstantSource.system()),
          scheduler);

  @AfterEach
  void close() {
    statuses.close();
    scheduler.shutdownNow();
    client.close();
    server.destroy();
  }

  @Test
  void whatEndsTheWatchIsToldAndItIsBegunAnew() throws InterruptedException {
    statuses.start();
    awaitProblem(problem -> problem != null && problem.contains("no longer watched"));

    dispatcher.garbles = false;
    awaitProblem(problem -> problem == null);

    route("late");
    String name = "";
    while (!name.equals("late")) {
      name = requireNonNull(asked.poll(30, TimeUnit.SECONDS), "nobody asks for its status");
    }
  }

  private void awaitProblem(Predicate<@Nullable String> wanted) throws InterruptedException {
    while (!wanted.test(statuses.problem())) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private @Nullable Standing standing(ObjectKey route) {
    asked.add(route.name());
    return null;
  }

  private void route(String name) {
    var route = new WatchedRoute();
    route.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace("shop").build());
    client.resource(route).create();
  }

  private KubernetesClient server() {
    server.init();
    return requireNonNull(OperatorClient.of(server.createClient().getConfiguration()));
  }

  /** An API server whose watches bring what is no object, as a broken proxy's might. */
  private static final class Garbling extends KubernetesCrudDispatcher {
    private static final String EVENT =
        """
        {"type":"MODIFIED","object":{"apiVersion":"gatehouse.dev/v1alpha1","kind":"GatewayRoute",\
        "metadata":{"namespace":"shop","name":"garbled","generation":"many"}}}
        """;

    volatile boolean garbles = true;

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      boolean watch = requireNonNull(request.getPath()).contains("watch=true");
      return watch && garbles ? garbled() : super.dispatch(request);
    }

    private static MockResponse garbled() {
      return new MockResponse()
          .withWebSocketUpgrade(
              new WebSocketListener() {
                @Override
                public void onOpen(WebSocket socket, Response response) {
                  socket.send(EVENT);
                }
              });
    }
  }
}
