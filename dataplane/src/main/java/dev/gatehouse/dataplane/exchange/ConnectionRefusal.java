package dev.gatehouse.dataplane.exchange;

/**
 * Why a client's connection was closed before anything was read from it as a request. The names are
 * stable, as those of {@link Reason} are: they stand in the access log and in metrics, and
 * docs/reasons.md lists them.
 */
public enum ConnectionRefusal {
  POD_CONNECTIONS("As many clients are connected as this pod takes."),
  ADDRESS_CONNECTIONS("As many connections from this address are open as this pod takes."),
  BAD_PROXY_HEADER("A peer that has to begin with a PROXY header didn't, or not in time.");

  private final String sentence;

  ConnectionRefusal(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
