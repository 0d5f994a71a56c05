package dev.gatehouse.operator.input.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The client's settings for an operator, where they differ from those for a script. */
public final class OperatorClient {
  /** Doubles up to 32-fold: after an outage everything is known again within seconds. */
  private static final int RECONNECT_MILLIS = 100;

  /** The default of ten retries blocks a refused call for 20 s; whoever calls tries again. */
  private static final int RETRIES = 1;

  private static final int REQUEST_MILLIS = 10_000;

  private OperatorClient() {}

  /** A client of the same API server and identity; the caller closes it. */
  public static KubernetesClient of(Config config) {
    Config own =
        new ConfigBuilder(config)
            .withWatchReconnectInterval(RECONNECT_MILLIS)
            .withWatchReconnectLimit(-1)
            .withRequestRetryBackoffLimit(RETRIES)
            .withRequestTimeout(REQUEST_MILLIS)
            .build();
    return new KubernetesClientBuilder().withConfig(own).build();
  }
}
