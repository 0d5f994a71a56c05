package dev.gatehouse.dataplane.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.settings.DataPlaneSettings.AccessLog;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.PushTls;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPlaneSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n", "listeners:\n"})
  void whatIsNotSaidIsStandard(String yaml) throws Exception {
    assertEquals(DataPlaneSettings.standard(), DataPlaneSettings.read(yaml, "x.yaml"));
  }

  @Test
  void whatIsSaidIsTaken() throws Exception {
    DataPlaneSettings settings =
        DataPlaneSettings.read(
            """
            fleet: edge
            pseudonym: edge-eu
            listeners:
              traffic: {host: 127.0.0.1, port: 0}
            loops: 3
            trustedProxies: [10.0.0.0/8, "fd00::/8"]
            proxyProtocol: {from: [10.1.0.0/16]}
            limits: {push: 2Mi, clientConnectionsPerAddress: 200}
            drain:
              deadline: 1m30s
            snapshot: {directory: /run/gatehouse/snapshot, peers: pods.gatehouse-system.svc}
            accessLog: {mode: sampled, oneIn: 10}
            """,
            "x.yaml");

    assertEquals("edge", settings.fleet());
    assertEquals("edge-eu", settings.pseudonym());
    assertEquals(new Listener("127.0.0.1", 0), settings.traffic());
    assertEquals(3, settings.loops());
    assertEquals(
        List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")), settings.trustedProxies());
    assertEquals(List.of(Cidr.parse("10.1.0.0/16")), settings.proxyProtocolFrom());
    assertEquals(200, settings.limits().clientConnectionsPerAddress());
    assertEquals(2 << 20, settings.limits().pushBytes());
    assertEquals(Duration.ofSeconds(90), settings.drain().deadline());
    assertEquals("/run/gatehouse/snapshot", settings.snapshot().directory());
    assertEquals(Duration.ofHours(1), settings.snapshot().maxRestoredAge());
    assertEquals("pods.gatehouse-system.svc", settings.snapshot().peers());
    assertEquals(AccessLog.Mode.SAMPLED, settings.accessLog().mode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fleet: a\\nflet: b                 | x.yaml:2: flet: there is no such key; the nearest is fleet
          listeners: {traffic: {prot: 1}}    | x.yaml:1: listeners.traffic.prot: there is no such key; the nearest is listeners.traffic.port
          pseudonym: a b                     | x.yaml:1: pseudonym: has to begin with a letter and hold letters, digits and -._ alone; it is a b
          loops: -1                          | x.yaml:1: loops: has to be a number from 0 to 256; it is -1
          loops: [1]                         | x.yaml:1: loops: has to be a single value
          \\nlisteners: {push: {port: 70000}} | x.yaml:2: listeners.push.port: has to be a number from 0 to 65535; it is 70000
          trustedProxies: 10.0.0.0/8         | x.yaml:1: trustedProxies: has to be a list
          trustedProxies: [10.0.0.1/8]       | x.yaml:1: trustedProxies: "10.0.0.1/8" is an address, not a network: bits after the prefix are set; it is 10.0.0.1/8
          trustedProxies: [ten]              | x.yaml:1: trustedProxies: "ten" is not a network like 10.0.0.0/8; it is ten
          drain: {delay: 5}                  | x.yaml:1: drain.delay: has to be a duration like 10s, 500ms or 1m30s; it is 5
          limits: {push: 4Ti}                | x.yaml:1: limits.push: has to be a size from 1 to 1Gi, like 4096, 64Ki or 8Mi; it is 4Ti
          limits: {body: 0}                  | x.yaml:1: limits.body: has to be a size from 1 to 1048576Gi, like 64Ki, 8Mi or 10Gi, or none; it is 0
          limits: {body: 9999999999Gi}       | x.yaml:1: limits.body: has to be a size from 1 to 1048576Gi, like 64Ki, 8Mi or 10Gi, or none; it is 9999999999Gi
          accessLog: {mode: maybe}           | x.yaml:1: accessLog.mode: has to be one of off, on, sampled; it is maybe
          listeners: {traffic: {port: 9901}} | x.yaml:1: listeners.traffic.port: has to differ from that of listeners.push; it is 9901
          listeners: {push: {port: 9}, observe: {host: 127.0.0.1, port: 9}} | x.yaml:1: listeners.observe.port: has to differ from that of listeners.push; it is 9
          drain: {delay: 5s, deadline: 5s}   | x.yaml:1: drain.deadline: has to be longer than drain.delay; it is 5s
          drain:\\n  delay: 1m                | x.yaml:2: drain.delay: has to be shorter than drain.deadline; it is 1m
          listeners: {push: {host: 0.0.0.0}} | x.yaml:1: listeners.push.host: without push.tls it has to be a loopback address, like 127.0.0.1, since whoever reaches it decides what is served; name push.tls.certificate, push.tls.key and push.tls.ca; it is 0.0.0.0
          push: {tls: {key: a}}              | x.yaml:1: push.tls.key: needs push.tls.certificate and push.tls.ca beside it
          push:\\n  tls: {certificate: a, ca: b, key: ""} | x.yaml:2: push.tls.certificate: needs push.tls.key beside it
          - fleet                            | x.yaml:1: the file has to be a mapping of keys to values
          """)
  void whatIsWrongIsNamedWithItsLine(String yaml, String problem) {
    BadSettings bad =
        assertThrows(
            BadSettings.class, () -> DataPlaneSettings.read(yaml.replace("\\n", "\n"), "x.yaml"));

    assertEquals(List.of(problem), bad.problems());
  }

  @Test
  void pushesAreTakenFromEverywhereWithTlsAndFromLoopbackWithoutIt() throws Exception {
    DataPlaneSettings secured =
        DataPlaneSettings.read("push: {tls: {certificate: a, key: b, ca: c}}", "x.yaml");

    assertEquals(new PushTls("a", "b", "c", Duration.ofSeconds(5)), secured.pushTls());
    assertEquals(new Listener("0.0.0.0", 9901), secured.push());
    assertEquals(new Listener("127.0.0.1", 9901), DataPlaneSettings.standard().push());
    assertEquals(null, DataPlaneSettings.standard().pushTls());
  }

  @ParameterizedTest
  @CsvSource({"none, 9223372036854775807", "10Gi, 10737418240", "1048576Gi, 1125899906842624"})
  void bodiesMayBeLongerThanAnyBuffer(String written, long bytes) throws Exception {
    String yaml = "limits: {body: %s}".formatted(written);

    assertEquals(bytes, DataPlaneSettings.read(yaml, "x.yaml").limits().bodyBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.9.9.9, true",
    "::1, true",
    "localhost, true",
    "0.0.0.0, false",
    "::, false",
    "10.0.0.1, false",
    "localhost.example, false",
    "'', false",
  })
  void loopbackIsWhatNobodyElseReaches(String host, boolean loopback) {
    assertEquals(loopback, new Listener(host, 1).isLoopback());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listeners: {traffic: {port: 0}, push: {port: 0}, observe: {port: 0}}",
        "listeners: {push: {host: 127.0.0.1, port: 9}, observe: {host: 127.0.0.2, port: 9}}"
      })
  void freePortsAndOtherAddressesAreNoClash(String yaml) throws Exception {
    assertEquals("default", DataPlaneSettings.read(yaml, "x.yaml").fleet());
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    BadSettings bad =
        assertThrows(
            BadSettings.class,
            () -> DataPlaneSettings.read("loops: many\n\nspeed: high\n", "x.yaml"));

    assertEquals(2, bad.problems().size());
    assertTrue(bad.problems().get(1).startsWith("x.yaml:3: speed"), bad::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "fleet: a\nfleet: b", "fleet: a\n---\nfleet: b"})
  void whatIsNotOneYamlMappingIsRefused(String yaml) {
    assertThrows(BadSettings.class, () -> DataPlaneSettings.read(yaml, "x.yaml"));
  }
}
