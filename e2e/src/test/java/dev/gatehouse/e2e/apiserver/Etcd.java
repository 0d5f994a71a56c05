package dev.gatehouse.e2e.apiserver;

import dev.gatehouse.e2e.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One member on loopback, whose data is gone with the folder. */
final class Etcd {
  private static final Pattern REVISION = Pattern.compile("\"revision\":\"(\\d+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final Daemon daemon;

  private Etcd(String url, Daemon daemon) {
    this.url = url;
    this.daemon = daemon;
  }

  static Etcd start(Path program, Path folder, int clientPort, int peerPort) {
    String url = "http://127.0.0.1:" + clientPort;
    String peer = "http://127.0.0.1:" + peerPort;
    var daemon =
        Daemon.start(
            folder.resolve("etcd.log"),
            program,
            List.of(
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                // Nothing here outlives the test run, so nothing needs to be safe from a power cut.
                "--unsafe-no-fsync=true",
                "--logger=zap",
                "--log-level=warn"));
    var etcd = new Etcd(url, daemon);
    Eventually.until("etcd is healthy", Duration.ofSeconds(60), etcd::isHealthy);
    return etcd;
  }

  String url() {
    return url;
  }

  void kill() {
    daemon.kill();
  }

  /** Forgets all history, after a write which makes every revision known so far an old one. */
  void compact() {
    String key = Base64.getEncoder().encodeToString("/gatehouse".getBytes(StandardCharsets.UTF_8));
    Matcher answer = REVISION.matcher(post("/v3/kv/put", "{\"key\":\"" + key + "\"}"));
    if (!answer.find()) {
      throw new IllegalStateException("etcd named no revision");
    }
    post("/v3/kv/compaction", "{\"revision\":\"" + answer.group(1) + "\",\"physical\":true}");
  }

  private boolean isHealthy() {
    daemon.checkAlive();
    try {
      var request = HttpRequest.newBuilder(URI.create(url + "/health")).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String post(String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("etcd: " + path + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new IllegalStateException("etcd: " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
