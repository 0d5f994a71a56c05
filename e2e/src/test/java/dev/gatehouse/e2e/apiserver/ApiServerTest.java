package dev.gatehouse.e2e.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@WithApiServer
class ApiServerTest {
  private final ApiServer api;

  ApiServerTest(ApiServer api) {
    this.api = api;
  }

  @Test
  void keepsItsDataAndItsAddressOverARestart() {
    ConfigMap made = configMap(api.namespace("restart"));
    String address = api.client().getMasterUrl().toString();

    api.stop();
    assertThrows(
        KubernetesClientException.class, () -> api.client().configMaps().resource(made).get());
    api.start();

    assertEquals(address, api.client().getMasterUrl().toString());
    assertNotNull(api.client().configMaps().resource(made).get());
  }

  @Test
  void tellsAWatcherFromBeforeThatHistoryIsGone() {
    ConfigMap made = configMap(api.namespace("history"));

    api.restartWithoutHistory();

    var end = new CompletableFuture<Integer>();
    var since =
        new ListOptionsBuilder()
            .withResourceVersion(made.getMetadata().getResourceVersion())
            .build();
    try (var client = api.newClient();
        var watch =
            client
                .configMaps()
                .inNamespace(made.getMetadata().getNamespace())
                .watch(since, new Codes(end))) {
      assertNotNull(watch);
      Eventually.until("the watch ends", Duration.ofSeconds(10), end::isDone);
    }
    assertEquals(410, end.join());
  }

  @Test
  void knowsAfterARestoreWhatItKnewThenAndOnlyThat() {
    String namespace = api.namespace("backup");
    ConfigMap before = configMap(namespace, "before");
    ApiServer.Backup backup = api.backUp();
    ConfigMap after = configMap(namespace, "after");
    api.client().configMaps().resource(before).delete();

    backup.restore();

    assertNotNull(api.client().configMaps().resource(before).get());
    assertNull(api.client().configMaps().resource(after).get());
    assertTrue(
        version(configMap(namespace, "later")) > version(after), "versions don't come twice");
  }

  @Test
  void runsKubectlAsAnAdministrator() {
    var answer = api.kubectl("auth", "can-i", "*", "*");

    assertEquals("yes", answer.output().strip());
    assertEquals(0, answer.exitCode());
    assertTrue(api.kubectl("get", "nothing").exitCode() != 0);
  }

  private static long version(ConfigMap map) {
    return Long.parseLong(map.getMetadata().getResourceVersion());
  }

  private ConfigMap configMap(String namespace) {
    return configMap(namespace, "kept");
  }

  private ConfigMap configMap(String namespace, String name) {
    return api.client()
        .configMaps()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
  }

  private record Codes(CompletableFuture<Integer> end) implements Watcher<ConfigMap> {
    @Override
    public void eventReceived(Action action, ConfigMap resource) {}

    @Override
    public void onClose(WatcherException cause) {
      end.complete(cause.isHttpGone() ? 410 : -1);
    }
  }
}
