package dev.gatehouse.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gatehouse.cli.schema.GatewayRouteCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@code gatehouse run} on free ports, with what it says and a client for it. */
final class Running implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final LocalGateway gateway;

  private Running(Path folder) throws IOException {
    this.folder = folder;
    this.gateway =
        LocalGateway.start(
            new LocalGateway.Options(folder, "default", 0, 0),
            new GatewayRouteCheck(),
            new Console(new PrintWriter(new Lines(), true)));
  }

  static Running of(Path folder) throws IOException {
    return new Running(folder);
  }

  int httpPort() {
    return gateway.httpPort();
  }

  /** What is said up to this very line, without the folder's name in it. */
  List<String> until(String last) throws InterruptedException {
    var heard = new ArrayList<String>();
    while (heard.isEmpty() || !heard.getLast().equals(last)) {
      String line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        return fail("should say\n" + last + "\nbut says\n" + String.join("\n", heard));
      }
      heard.add(line.replace(folder + "/", "").replace(folder.toString(), "FOLDER"));
    }
    return heard;
  }

  /** What it says when it begins. */
  List<String> beginning() throws InterruptedException {
    return until("Changes of the folder are taken over as they are saved. Ctrl-C ends it.");
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + gateway.httpPort() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  void answers(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    assertEquals(body, response.body(), path);
    assertEquals(200, response.statusCode(), path);
  }

  @Override
  public void close() {
    client.close();
    gateway.close();
  }

  /** Puts whole lines into the queue. */
  private final class Lines extends Writer {
    private final StringBuilder line = new StringBuilder();

    @Override
    public void write(char[] text, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (text[i] == '\n') {
          said.add(line.toString());
          line.setLength(0);
        } else {
          line.append(text[i]);
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
