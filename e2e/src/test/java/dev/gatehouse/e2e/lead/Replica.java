package dev.gatehouse.e2e.lead;

import dev.gatehouse.e2e.apiserver.ApiProxy;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.ApiWire;
import dev.gatehouse.e2e.push.PushRelay;
import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.lead.LeaseSettings;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.reconcile.GatehouseOperator;
import dev.gatehouse.operator.reconcile.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

/** One of several operators in this JVM, with its own ways to the API server and to the pod. */
final class Replica implements AutoCloseable {
  /** Asks pods ten times a second whether they still serve what they should. */
  private static final PublishSettings OFTEN =
      new PublishSettings(
          PublishSettings.STANDARD.requestTimeout(),
          PublishSettings.STANDARD.wholeTimeout(),
          PublishSettings.STANDARD.firstBackoff(),
          PublishSettings.STANDARD.longestBackoff(),
          PublishSettings.STANDARD.longestStart(),
          PublishSettings.STANDARD.gzipAbove(),
          PublishSettings.STANDARD.keptChanges(),
          Duration.ofMillis(100),
          PublishSettings.STANDARD.endpointPause(),
          PublishSettings.STANDARD.longestEndpointPause());

  private final Site site;
  private final String identity;
  private final ApiWire wire;
  private final ApiProxy proxy;
  private final PushRelay relay;
  private final KubernetesClient client;
  private final GatehouseOperator operator;
  private boolean stopped;

  Replica(ApiServer api, Site site, String identity) {
    this.site = site;
    this.identity = identity;
    wire = new ApiWire(api);
    proxy = new ApiProxy(wire.config());
    relay = new PushRelay(site.pushPort());
    client = OperatorClient.of(proxy.config());
    operator =
        GatehouseOperator.start(
            client,
            OperatorSettings.standard(identity)
                .inNamespace(site.namespace())
                .withLease(
                    new LeaseSettings(
                        "gatehouse", identity, Site.LEASE, Site.RENEW_DEADLINE, Site.RETRY_PERIOD))
                .withPods(Set.of(new Pod("pod-1", site.namespace(), relay.address(), true)))
                .withPorts(new OperatorSettings.Ports(0, 0, 0))
                .withPublish(OFTEN));
  }

  String identity() {
    return identity;
  }

  /** Between it and the API server. */
  ApiWire wire() {
    return wire;
  }

  /** Notes what it writes. */
  ApiProxy proxy() {
    return proxy;
  }

  PushRelay relay() {
    return relay;
  }

  /** What its health endpoint says it is, or lacks. */
  String readiness() {
    return site.send("http://127.0.0.1:" + operator.healthPort() + "/readyz").body().strip();
  }

  String metrics() {
    return site.send("http://127.0.0.1:" + operator.healthPort() + "/metrics").body();
  }

  boolean leads() {
    return readiness().equals("leader");
  }

  /** As SIGTERM does; the ways stay, to see what still comes. */
  void stop() {
    if (!stopped) {
      stopped = true;
      operator.close();
    }
  }

  @Override
  public void close() {
    stop();
    client.close();
    relay.close();
    proxy.close();
    try {
      wire.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
