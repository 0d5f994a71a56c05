package dev.gatehouse.e2e.operator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A server that answers with its name, and counts requests by their id, where they have one. It
 * listens on an address of this machine that is not loopback: neither the API server nor the
 * operator takes those for endpoints.
 */
final class Backend implements AutoCloseable {
  /** The header field that holds a request's id. */
  static final String ID = "x-id";

  private static final InetAddress ADDRESS = ownAddress();

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

  private static InetAddress ownAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no address but loopback"));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }
}
