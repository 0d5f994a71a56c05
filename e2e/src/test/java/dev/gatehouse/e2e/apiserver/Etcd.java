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
  /** Of its database, in bytes: a benchmark fills it with large Secrets; the default is 2 GB. */
  private static final long QUOTA = 8L << 30;

  private static final Pattern REVISION = Pattern.compile("\"revision\":\"(\\d+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path program;
  private final Path folder;
  private final String url;
  private final String peer;
  private Daemon daemon;

  private Etcd(Path program, Path folder, int clientPort, int peerPort) {
    this.program = program;
    this.folder = folder;
    this.url = "http://127.0.0.1:" + clientPort;
    this.peer = "http://127.0.0.1:" + peerPort;
    this.daemon = launch();
  }

  static Etcd start(Path program, Path folder, int clientPort, int peerPort) {
    var etcd = new Etcd(program, folder, clientPort, peerPort);
    etcd.awaitHealth();
    return etcd;
  }

  private Daemon launch() {
    return Daemon.start(
        folder.resolve("etcd.log"),
        program,
        List.of(
            "--data-dir=" + data().path(),
            "--listen-client-urls=" + url,
            "--advertise-client-urls=" + url,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer,
            // Nothing here outlives the test run, so nothing needs to be safe from a power cut.
            "--unsafe-no-fsync=true",
            "--quota-backend-bytes=" + QUOTA,
            "--logger=zap",
            "--log-level=warn"));
  }

  private DataFolder data() {
    return new DataFolder(folder.resolve("etcd"));
  }

  private void awaitHealth() {
    Eventually.until("etcd is healthy", Duration.ofSeconds(60), this::isHealthy);
  }

  String url() {
    return url;
  }

  long pid() {
    return daemon.pid();
  }

  void kill() {
    daemon.kill();
  }

  /** Copies all that it knows, for which it is away for a moment. */
  void backUp(Path to) {
    kill();
    data().copyTo(to);
    daemon = launch();
    awaitHealth();
  }

  /**
   * Forgets what came after the backup, as {@code etcdutl snapshot restore} does with {@code
   * --bump-revision} and {@code --mark-compacted}: revisions go on rising, and all that were ever
   * told are old ones.
   */
  void restore(Path backup) {
    long last = write();
    kill();
    data().delete();
    new DataFolder(backup).copyTo(data().path());
    daemon = launch();
    awaitHealth();
    while (write() <= last) {
      // Each write is one revision.
    }
    compact();
  }

  /** Forgets all history, after a write which makes every revision known so far an old one. */
  void compact() {
    post("/v3/kv/compaction", "{\"revision\":\"" + write() + "\",\"physical\":true}");
  }

  /** Writes nothing of note, and says which revision that made. */
  private long write() {
    String key = Base64.getEncoder().encodeToString("/gatehouse".getBytes(StandardCharsets.UTF_8));
    Matcher answer = REVISION.matcher(post("/v3/kv/put", "{\"key\":\"" + key + "\"}"));
    if (!answer.find()) {
      throw new IllegalStateException("etcd named no revision");
    }
    return Long.parseLong(answer.group(1));
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
