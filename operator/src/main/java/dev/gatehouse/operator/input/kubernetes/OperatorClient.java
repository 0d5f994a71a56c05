package dev.gatehouse.operator.input.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1beta1.ReferenceGrant;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;

/** The client's settings for an operator, where they differ from those for a script. */
public final class OperatorClient {
  /** Doubles up to 32-fold: after an outage everything is known again within seconds. */
  private static final int RECONNECT_MILLIS = 100;

  /** The default of ten retries blocks a refused call for 20 s; whoever calls tries again. */
  private static final int RETRIES = 1;

  private static final int REQUEST_MILLIS = 10_000;

  /** The API server says something on a watch once a minute, if only that nothing has changed. */
  static final Duration SILENCE = Duration.ofSeconds(75);

  /**
   * What watches bring, where each object says itself of what kind it is. Left alone the client
   * would load every kind on the class path for that, and read ours, which nobody tells it of, into
   * a map first.
   */
  private static final List<Class<? extends KubernetesResource>> KINDS =
      List.of(
          EndpointSlice.class,
          Namespace.class,
          Pod.class,
          ReferenceGrant.class,
          Service.class,
          Status.class,
          WatchedRoute.class);

  private OperatorClient() {}

  /** A client of the same API server and identity; the caller closes it. */
  public static KubernetesClient of(Config config) {
    return of(config, SILENCE);
  }

  /**
   * The same.
   *
   * @param silence for which a watch that says nothing is taken to be alive
   */
  public static KubernetesClient of(Config config, Duration silence) {
    Config own =
        new ConfigBuilder(config)
            .withWatchReconnectInterval(RECONNECT_MILLIS)
            .withWatchReconnectLimit(-1)
            .withRequestRetryBackoffLimit(RETRIES)
            .withRequestTimeout(REQUEST_MILLIS)
            // A request that is answered by nobody ends its connection, and not for itself alone.
            .withHttp2Disable(true)
            .build();
    var serialization = new KubernetesSerialization(new ObjectMapper(), false);
    KINDS.forEach(serialization::registerKubernetesResource);
    return new KubernetesClientBuilder()
        .withConfig(own)
        .withHttpClientFactory(new WatchfulClient.Factory(silence))
        .withKubernetesSerialization(serialization)
        .build();
  }
}
