package dev.gatehouse.dataplane.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopByHopTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "keep-alive",
        "proxy-connection",
        "proxy-authenticate",
        "proxy-authorization",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "http2-settings",
      })
  void whatIsMeantForThisHopGoes(String name) {
    Headers headers = new Headers().add(name, "1").add("x-end", "2").add(name, "3");
    HopByHop.removeFrom(headers);

    assertEquals("x-end: 2\n", headers.toString());
  }

  @Test
  void whatConnectionNamesGoesInWhateverCase() {
    Headers headers =
        new Headers()
            .add("connection", "close , X-One,,x-two")
            .add("connection", "X-Three")
            .add("x-one", "1")
            .add("x-two", "2")
            .add("x-three", "3")
            .add("x-four", "4");
    HopByHop.removeFrom(headers);

    assertEquals("x-four: 4\n", headers.toString());
  }

  @Test
  void connectionCantUnframeAMessage() {
    Headers headers =
        new Headers()
            .add("connection", "content-length, host")
            .add("content-length", "3")
            .add("host", "a");
    HopByHop.removeFrom(headers);

    assertEquals("content-length: 3\nhost: a\n", headers.toString());
  }

  @Test
  void ofTeOnlyTrailersArePassedOn() {
    Headers headers = new Headers().add("te", "trailers").add("connection", "te");
    HopByHop.removeFromRequest(headers);
    assertEquals("te: trailers\n", headers.toString());

    Headers others = new Headers().add("te", "gzip, deflate");
    HopByHop.removeFromRequest(others);
    assertEquals("", others.toString());
  }

  @Test
  void namesThatServersMayTakeForOthersGo() {
    Headers headers = new Headers().add("x_forwarded_for", "1").add("x-a", "2");
    HopByHop.removeFromRequest(headers);

    assertEquals("x-a: 2\n", headers.toString());
  }

  @Test
  void closeIsFoundAmongOthers() {
    assertTrue(HopByHop.closes(new Headers().add("connection", "x, Close")));
    assertTrue(HopByHop.closes(new Headers().add("connection", "x").add("connection", "close")));
    assertFalse(HopByHop.closes(new Headers().add("connection", "keep-alive, closed")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a,b", "a;b", "\u00e4"})
  void aPseudonymIsAToken(String pseudonym) {
    ProxySettings s = TestSettings.standard();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ProxySettings(
                s.host(),
                s.port(),
                s.loops(),
                s.name(),
                pseudonym,
                s.trustedProxies(),
                s.requestLineBytes(),
                s.headerBytes(),
                s.fields(),
                s.bodyBytes(),
                s.streams(),
                s.clients(),
                s.upstream(),
                s.timeouts()));
  }
}
