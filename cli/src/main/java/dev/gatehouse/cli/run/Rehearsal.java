package dev.gatehouse.cli.run;

import dev.gatehouse.cli.schema.GatewayRouteCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A small folder of its own, and a gateway that serves it for a moment, on ports that are free. */
public final class Rehearsal implements AutoCloseable {
  private static final int REQUESTS = 50;
  private static final long PATIENCE_SECONDS = 60;

  private static final String ROUTES =
      """
      apiVersion: gatehouse.dev/v1alpha1
      kind: GatewayRoute
      metadata: {name: shop}
      spec:
        rules:
        - name: welcome
          matches: [{path: {type: Exact, value: /}}]
          filters: [{type: DirectResponse, directResponse: {statusCode: 200, body: hello}}]
        - name: orders
          matches: [{path: {type: PathPrefix, value: /orders}, headers: [{name: x-a, value: "1"}]},
            {path: {type: Template, value: "/orders/{id}"}}]
          filters:
          - {type: URLRewrite, urlRewrite: {path: {type: ReplaceFullPath, replaceFullPath: /v1}}}
          backendRefs: [{name: orders, port: 80}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: orders}
      spec: {ports: [{name: http, port: 80}]}
      """;
  private static final String ENDPOINTS =
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata:
        name: orders
        labels: {kubernetes.io/service-name: orders}
        annotations: {gatehouse.dev/demo: echo}
      addressType: IPv4
      ports: [{name: http, port: PORT}]
      endpoints: [{addresses: [127.0.0.1]}]
      """;
  private static final String CASES =
      """
      - name: orders
        request: {url: "http://localhost/orders/42"}
        expect:
          rule: default/shop/orders
          backends: {"default/orders:80": 1}
          forwarded: {path: /v1}
      """;

  private final Path folder;

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder. */
  public static Rehearsal prepare() throws IOException {
    Path folder = Files.createTempDirectory("gatehouse-rehearsal");
    Files.writeString(folder.resolve("routes.yaml"), ROUTES);
    Files.writeString(
        Files.createDirectory(folder.resolve("local")).resolve("endpoints.yaml"),
        ENDPOINTS.replace("PORT", String.valueOf(freePort())));
    Files.writeString(Files.createDirectory(folder.resolve("tests")).resolve("cases.yaml"), CASES);
    return new Rehearsal(folder);
  }

  public Path folder() {
    return folder;
  }

  /** Serves the folder and asks for it; whether all was answered by the backend. */
  public boolean serve() throws IOException, InterruptedException {
    var spoken = new CountDownLatch(1);
    var options = new LocalGateway.Options(folder, "default", 0, 0);
    try (var gateway =
        LocalGateway.start(options, new GatewayRouteCheck(), new Console(telling(spoken)))) {
      boolean answered = spoken.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      for (int i = 0; answered && i < REQUESTS; i++) {
        answered = ask(gateway.httpPort()).startsWith("HTTP/1.1 200 ");
      }
      return answered;
    }
  }

  private static String ask(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET /orders/42 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The first thing that a gateway says is that it serves. */
  private static PrintWriter telling(CountDownLatch spoken) {
    return new PrintWriter(Writer.nullWriter()) {
      @Override
      public void flush() {
        spoken.countDown();
      }
    };
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (var paths = Files.walk(folder)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
