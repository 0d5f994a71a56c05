package dev.gatehouse.e2e.cluster;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** What clients of the load speak, how many there are, and how many requests each has at once. */
enum Protocol {
  HTTP1("HTTP/1.1", 4, 1),
  HTTP2("HTTP/2", 1, 2),
  GRPC("gRPC", 2, 1),
  WEBSOCKET("WebSocket", 2, 1);

  private final String title;
  private final int clients;
  private final int atOnce;

  Protocol(String title, int clients, int atOnce) {
    this.title = title;
    this.clients = clients;
    this.atOnce = atOnce;
  }

  int clients() {
    return clients;
  }

  int atOnce() {
    return atOnce;
  }

  LoadClient client(InetSocketAddress gateway, AtomicLong goodbyes) {
    return switch (this) {
      case HTTP1 -> new Http1Client(gateway);
      case HTTP2 -> new Http2Client(gateway);
      case GRPC -> new GrpcClient(gateway);
      case WEBSOCKET -> new WebSocketClient(gateway, goodbyes);
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
