package dev.gatehouse.dataplane.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.settings.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingFieldsTest {
  private static final String TRUSTED = "10.0.0.1";
  private static final String UNTRUSTED = "192.0.2.1";

  private final ForwardingFields fields = new ForwardingFields(List.of(Cidr.parse("10.0.0.0/8")));

  @Test
  void whatAnUntrustedPeerSaysIsReplaced() {
    RequestHead head = head();
    head.headers()
        .add("x-forwarded-for", "203.0.113.9")
        .add("x-forwarded-proto", "https")
        .add("x-forwarded-host", "evil.example")
        .add("x-forwarded-port", "443")
        .add("x-forwarded-prefix", "/evil")
        .add("x-forwarded-client-cert", "Subject=evil")
        .add("x-real-ip", "203.0.113.9")
        .add("forwarded", "for=203.0.113.9;proto=https");

    assertEquals(new ForwardingFields.Asker(UNTRUSTED, "http"), fields.apply(head, UNTRUSTED, 80));
    assertEquals(
        """
        x-forwarded-for: 192.0.2.1
        x-real-ip: 192.0.2.1
        x-forwarded-proto: http
        x-forwarded-host: a.example
        x-forwarded-port: 80
        forwarded: for=192.0.2.1;host="a.example";proto=http
        """,
        head.headers().toString());
  }

  @Test
  void whatATrustedPeerSaysIsAppendedTo() {
    RequestHead head = head();
    head.headers()
        .add("x-forwarded-for", "198.51.100.7, 203.0.113.9")
        .add("x-forwarded-for", "10.0.0.2")
        .add("x-forwarded-proto", "https")
        .add("x-forwarded-host", "www.example")
        .add("x-forwarded-port", "443")
        .add("forwarded", "for=203.0.113.9;proto=https");

    assertEquals(
        new ForwardingFields.Asker("203.0.113.9", "https"), fields.apply(head, TRUSTED, 80));
    assertEquals(
        """
        x-forwarded-for: 198.51.100.7, 203.0.113.9, 10.0.0.2, 10.0.0.1
        x-forwarded-proto: https
        x-forwarded-host: www.example
        x-forwarded-port: 443
        forwarded: for=203.0.113.9;proto=https, for=10.0.0.1;host="a.example";proto=http
        x-real-ip: 203.0.113.9
        """,
        head.headers().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "https, https",
    "HTTPS, https",
    "http, http",
    "'http, https', https",
    "'https, http', http",
    "wss, http",
    "'', http",
    "'https,', http",
  })
  void theSchemeIsWhatTheTrustedPeerItselfWasAskedBy(String said, String scheme) {
    RequestHead head = head();
    head.headers().add("x-forwarded-proto", said);

    assertEquals(scheme, fields.apply(head, TRUSTED, 80).scheme());
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9",
    "'203.0.113.9, 10.0.0.3', 203.0.113.9",
    "'203.0.113.9, unknown, 10.0.0.3', 10.0.0.3",
    "'203.0.113.9, b.example', 10.0.0.1",
    "10.0.0.3, 10.0.0.3",
    "'', 10.0.0.1",
  })
  void theClientIsTheLastThatNoTrustedProxyIs(String said, String client) {
    RequestHead head = head();
    head.headers().add("x-forwarded-for", said);

    assertEquals(client, fields.apply(head, TRUSTED, 80).address());
  }

  private static RequestHead head() {
    return new RequestHead("GET", "http", "a.example", "/", null, new Headers());
  }
}
