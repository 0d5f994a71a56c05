package dev.gatehouse.operator.input.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/** The client's settings for an operator, where they differ from those for a script. */
public final class OperatorClient {
  /** Doubles up to 32-fold: after an outage everything is known again within seconds. */
  private static final int RECONNECT_MILLIS = 100;

  /** The default of ten retries blocks a refused call for 20 s; whoever calls tries again. */
  private static final int RETRIES = 1;

  private static final int REQUEST_MILLIS = 10_000;

  /** The API server says something on a watch once a minute, if only that nothing has changed. */
  static final Duration SILENCE = Duration.ofSeconds(75);

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
    return new KubernetesClientBuilder()
        .withConfig(own)
        .withHttpClientFactory(new WatchfulClient.Factory(silence))
        .build();
  }
}
