package dev.gatehouse.dataplane.exchange;

/**
 * Why the gateway ended a client's connection otherwise than by an answer, and outside of any
 * exchange. The names are stable, as those of {@link Reason} are: they stand in the access log and
 * in metrics, and docs/reasons.md lists them.
 */
public enum ConnectionCut {
  POD_CONNECTIONS("As many clients are connected as this pod takes."),
  ADDRESS_CONNECTIONS("As many connections from this address are open as this pod takes."),
  BAD_PROXY_HEADER("A peer that has to begin with a PROXY header didn't, or not in time."),
  ANSWER_UNREAD("The client left unread for too long that its request was refused.");

  private final String sentence;

  ConnectionCut(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
