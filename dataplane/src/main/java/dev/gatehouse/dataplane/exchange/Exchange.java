package dev.gatehouse.dataplane.exchange;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: what filters, balancers and observers may know of it. It lives on one
 * event loop and is not thread-safe.
 */
public final class Exchange {
  private final RequestHead request;
  private final Client client;
  private final Trace trace;
  private final long startNanos;
  private Map<String, String> pathVariables = Map.of();
  private @Nullable String matchedPrefix;
  private boolean webSocket;
  private final String originalPath;
  private final String originalAuthority;

  /**
   * Who asks.
   *
   * @param address of the client: the connection's peer, or what trusted proxies before us said
   * @param peer of the connection itself
   * @param scheme {@code http} or {@code https}, as the client asked: the connection's, or what the
   *     trusted proxy at its other end said
   */
  public record Client(String address, String peer, int peerPort, String scheme) {}

  /**
   * What ties this request to others.
   *
   * @param traceId 32 hex digits of the W3C traceparent, taken over or made
   * @param spanId 16 hex digits, this gateway's own
   * @param requestId the x-request-id, taken over or made
   */
  public record Trace(String traceId, String spanId, String flags, String requestId) {}

  public Exchange(RequestHead request, Client client, Trace trace, long startNanos) {
    this.request = request;
    this.client = client;
    this.trace = trace;
    this.startNanos = startNanos;
    this.originalPath = request.path();
    this.originalAuthority = request.authority();
  }

  /** What the backend will see once the filters are through. */
  public RequestHead request() {
    return request;
  }

  public Client client() {
    return client;
  }

  /** The client wants its connection to become a WebSocket. */
  public void askForWebSocket() {
    webSocket = true;
  }

  public boolean asksForWebSocket() {
    return webSocket;
  }

  public Trace trace() {
    return trace;
  }

  /** From {@link System#nanoTime()}. */
  public long startNanos() {
    return startNanos;
  }

  /** The normalised path that was matched, whatever filters made of it since. */
  public String originalPath() {
    return originalPath;
  }

  public String originalAuthority() {
    return originalAuthority;
  }

  /**
   * What the match found: the values of a template's variables, still percent-encoded, and the
   * prefix that matched.
   */
  public void matched(Map<String, String> variables, @Nullable String prefix) {
    pathVariables = variables;
    matchedPrefix = prefix;
  }

  public Map<String, String> pathVariables() {
    return pathVariables;
  }

  /** As the route writes it, without a trailing slash; null unless a PathPrefix matched. */
  public @Nullable String matchedPrefix() {
    return matchedPrefix;
  }
}
