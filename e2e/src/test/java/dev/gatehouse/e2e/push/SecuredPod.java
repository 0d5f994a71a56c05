package dev.gatehouse.e2e.push;

import dev.gatehouse.dataplane.admin.DataPlane;
import dev.gatehouse.dataplane.settings.BadSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A data-plane pod that takes pushes over TLS, and what it says of itself. */
final class SecuredPod implements AutoCloseable {
  private final DataPlane pod;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Starts it; its Secret is mounted already. */
  SecuredPod(Vertx vertx, Mount mount, InstantSource clock) {
    this(vertx, "default", mount, clock);
  }

  SecuredPod(Vertx vertx, String fleet, Mount mount, InstantSource clock) {
    var any = new Listener("127.0.0.1", 0);
    try {
      DataPlaneSettings settings =
          DataPlaneSettings.read("loops: 1\naccessLog: {mode: \"off\"}", "test.yaml")
              .withFleet(fleet)
              .withListeners(any, any, any)
              .withPushTls(mount.settings());
      pod = DataPlane.start(vertx, settings, clock).await();
    } catch (BadSettings e) {
      throw new IllegalStateException(e);
    }
  }

  int pushPort() {
    return pod.pushPort();
  }

  URI pushAddress() {
    return URI.create("https://127.0.0.1:" + pod.pushPort());
  }

  HttpResponse<String> traffic(String path) {
    return get(pod.trafficPort(), path);
  }

  HttpResponse<String> observe(String path) {
    return get(pod.observePort(), path);
  }

  /** The value of one series of the metrics page; 0 where there is none. */
  double metric(String series) {
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$")
            .matcher(observe("/metrics").body());
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }

  /** How often it began to present a certificate. */
  double reloads() {
    return metric("gatehouse_push_tls_reloads_total{result=\"taken\"}");
  }

  /** How often it was given what it can't use. */
  double failures() {
    return metric("gatehouse_push_tls_reloads_total{result=\"failed\"}");
  }

  @Override
  public void close() {
    http.close();
    pod.close().await();
  }

  private HttpResponse<String> get(int port, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
