package dev.gatehouse.dataplane.exchange;

/**
 * Why the gateway itself answered, or ended an answer. The names are stable: they stand in {@code
 * Proxy-Status} (RFC 9209), problem bodies (RFC 9457), the access log and metrics, and
 * docs/reasons.md lists them.
 */
public enum Reason {
  BAD_REQUEST(400, "http_request_error", "The request is malformed."),
  BODY_TOO_LARGE(413, "http_request_error", "The request's body is larger than this pod takes."),
  NO_ROUTE(404, "destination_not_found", "No route matches this host, path and method."),
  UPGRADE_NOT_ALLOWED(403, "http_request_denied", "The route allows no WebSocket."),
  DIRECT_RESPONSE(200, "", "A DirectResponse filter answered."),
  REDIRECT(302, "", "A RequestRedirect filter answered."),
  NO_BACKEND(500, "proxy_configuration_error", "The rule has no backend that takes requests."),
  BACKEND_UNRESOLVED(
      500, "proxy_configuration_error", "The backend's reference can't be resolved."),
  UNSUPPORTED_FEATURE(
      503,
      "proxy_configuration_error",
      "This pod is too old for a feature that the rule requires."),
  INVALID_RULE(503, "proxy_configuration_error", "The rule that matches can't be used as it is."),
  MISSING_UPSTREAM(
      503, "proxy_configuration_error", "The configuration lacks a backend that its rule names."),
  NO_ENDPOINT(503, "destination_unavailable", "The backend has no endpoint that takes requests."),
  CONNECT_FAILED(503, "connection_refused", "No connection to the backend could be made."),
  CONNECT_TIMEOUT(503, "connection_timeout", "The connection to the backend took too long."),
  UPSTREAM_RESET(
      502, "connection_terminated", "The backend ended the connection before it answered."),
  UPSTREAM_PROTOCOL(502, "http_protocol_error", "The backend's answer is malformed."),
  UPSTREAM_TIMEOUT(504, "http_response_timeout", "The backend took too long to answer."),
  REQUEST_TIMEOUT(504, "http_response_timeout", "The request took longer than its route allows."),
  CLIENT_TIMEOUT(408, "http_request_error", "The client neither sent nor read for too long."),
  CLIENT_RESET(499, "http_request_error", "The client went away before it had its answer."),
  TUNNEL_IDLE(504, "connection_terminated", "Nothing has moved on the WebSocket for too long."),
  LOOP_DETECTED(508, "proxy_loop_detected", "The request has been through this gateway before."),
  MAX_FORWARDS(200, "", "Max-Forwards lets this OPTIONS request go no further."),
  NOT_READY(503, "proxy_internal_response", "This pod has no configuration yet."),
  SHUTDOWN(503, "connection_terminated", "This pod went down before the request was through."),
  OVERLOADED(503, "connection_limit_reached", "A limit of this pod is reached."),
  INTERNAL(500, "proxy_internal_error", "The gateway failed; its log says how.");

  private final int status;
  private final String proxyStatusError;
  private final String sentence;

  Reason(int status, String proxyStatusError, String sentence) {
    this.status = status;
    this.proxyStatusError = proxyStatusError;
    this.sentence = sentence;
  }

  /** The status it is answered with unless a filter says otherwise; 499 is only ever logged. */
  public int status() {
    return status;
  }

  /** The error type of RFC 9209, section 2.3; empty where nothing went wrong. */
  public String proxyStatusError() {
    return proxyStatusError;
  }

  /** Whether it tells of something that went wrong. */
  public boolean isFault() {
    return !proxyStatusError.isEmpty();
  }

  public String sentence() {
    return sentence;
  }
}
