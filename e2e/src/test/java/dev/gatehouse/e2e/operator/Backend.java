package dev.gatehouse.e2e.operator;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.e2e.apiserver.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A server that answers with its name, and counts requests by their id, where they have one. It
 * listens where endpoints may be: not on loopback.
 */
final class Backend implements AutoCloseable {
  /** The header field that holds a request's id. */
  static final String ID = "x-id";

  private static final InetAddress ADDRESS = Network.ownAddress();

  private final Map<String, Integer> executions = new ConcurrentHashMap<>();
  private final HttpServer server;

  Backend(String name) {
    try {
      server = HttpServer.create(new InetSocketAddress(ADDRESS, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] body = name.getBytes(StandardCharsets.UTF_8);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          String id = exchange.getRequestHeaders().getFirst(ID);
          if (id != null) {
            executions.merge(id, 1, Integer::sum);
          }
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return ADDRESS.getHostAddress();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** How often each id was there. */
  Map<String, Integer> executions() {
    return Map.copyOf(executions);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
