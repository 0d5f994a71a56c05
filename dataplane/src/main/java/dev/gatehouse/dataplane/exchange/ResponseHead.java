package dev.gatehouse.dataplane.exchange;

/** An answer's head, from a backend or from the gateway itself. Not thread-safe. */
public final class ResponseHead {
  private final int status;
  private final Headers headers;

  public ResponseHead(int status, Headers headers) {
    this.status = status;
    this.headers = headers;
  }

  public int status() {
    return status;
  }

  public Headers headers() {
    return headers;
  }
}
