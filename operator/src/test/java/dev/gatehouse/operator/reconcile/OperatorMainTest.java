package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.identity.IdentitySettings;
import dev.gatehouse.operator.lead.LeaseSettings;
import dev.gatehouse.operator.publish.Pod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void flagsComeBeforeTheEnvironmentAndThatBeforeDefaults() {
    OperatorSettings settings =
        OperatorMain.settings(
            List.of("--push-port", "1234", "--pod", "a=http://a:1", "--pod", "vip/b=http://b:2"),
            Map.of("GATEHOUSE_PUSH_PORT", "99", "GATEHOUSE_NAMESPACE", "edge"));

    assertEquals(1234, settings.ports().push());
    assertEquals("edge", settings.namespace());
    assertEquals(8081, settings.ports().health());
    assertEquals(
        Set.of(
            new Pod("a", "default", URI.create("http://a:1"), true),
            new Pod("vip/b", "vip", URI.create("http://b:2"), true)),
        settings.pods());
  }

  @Test
  void podsOfTheEnvironmentAreAddedToThoseOfFlags() {
    OperatorSettings settings =
        OperatorMain.settings(
            List.of("--pod", "a=http://a:1"),
            Map.of("GATEHOUSE_POD", "b=http://b:2, vip/b=http://[2001:db8::1]:3"));

    assertEquals(
        Set.of(
            new Pod("a", "default", URI.create("http://a:1"), true),
            new Pod("b", "default", URI.create("http://b:2"), true),
            new Pod("vip/b", "vip", URI.create("http://[2001:db8::1]:3"), true)),
        settings.pods());
  }

  @Test
  void standsForTheLeaseAsItIsTold() {
    OperatorSettings settings =
        OperatorMain.settings(
            List.of("--lease-duration", "30s", "--lease", "edge"),
            Map.of(
                "GATEHOUSE_RENEW_DEADLINE", "20s",
                "GATEHOUSE_RETRY_PERIOD", "500ms",
                "GATEHOUSE_IDENTITY", "me"));

    assertEquals(
        new LeaseSettings(
            "edge", "me", Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofMillis(500)),
        settings.lease());
  }

  @Test
  void isNamedAfterItsPod() {
    assertEquals(
        LeaseSettings.standard("operator-1"),
        OperatorMain.settings(List.of(), Map.of("HOSTNAME", "operator-1")).lease());
  }

  @ParameterizedTest
  @CsvSource({
    "--push-port,x,--push-port is not a port: x",
    "--health-port,70000,--health-port is not a port: 70000",
    "--health-port,-1,--health-port is not a port: -1",
    "--namespace,'',--namespace is empty; it is the operator's own",
    "--pod,a,'--pod needs NAME=http://HOST:PORT, not a'",
    "--pod,=http://a:1,'--pod needs NAME=http://HOST:PORT, not =http://a:1'",
    "--pod,/a=http://a:1,'--pod needs NAME=http://HOST:PORT, not /a=http://a:1'",
    "--pod,a=http://a,--pod a=http://a: the address is not like http://10.1.2.3:9901",
    "--pod,a=a:1,--pod a=a:1: the address is not like http://10.1.2.3:9901",
    "--pod,a=http://a b:1,--pod a=http://a b:1: the address is not like http://10.1.2.3:9901",
    "--pod,a=https://a:1,'pod a has to be addressed by http://, since Secrets for its push channel are"
        + " not named; it is https://a:1'",
    "--push-operator-secret,a,--push-operator-secret and --push-dataplane-secret have to name one"
        + " Secret each",
    "--push-dataplane-secret,a,--push-operator-secret and --push-dataplane-secret have to name one"
        + " Secret each",
    "--allow-external-names,true,unknown option: --allow-external-names",
    "orders,x,unknown option: orders",
    "--retry-period,soon,'--retry-period is no duration: soon; write it like 500ms, 10s or 1m30s'",
    "--lease-duration,1500ms,'--lease-duration has to be in whole seconds, like 15s'",
    "--lease,'',--lease is empty; it is the name of the Lease",
  })
  void saysWhichOptionIsWrong(String option, String value, String message) {
    assertEquals(2, run(option, value));
    assertEquals(message, firstError());
    assertTrue(errors().endsWith(OperatorMain.USAGE), errors());
  }

  @Test
  void saysWhichOptionLacksItsValue() {
    assertEquals(2, run("--namespace", "edge", "--push-port"));
    assertEquals("option --push-port needs a value", firstError());
  }

  @Test
  void theSecretsOfThePushChannelAreTwo() {
    OperatorSettings settings =
        OperatorMain.settings(
            List.of("--push-operator-secret", "ours", "--pod", "a=https://a:1"),
            Map.of("GATEHOUSE_PUSH_DATAPLANE_SECRET", "theirs"));

    assertEquals(IdentitySettings.of("ours", "theirs"), settings.identities());
    assertEquals("https", settings.scheme());
    assertEquals(2, run("--push-operator-secret", "one", "--push-dataplane-secret", "one"));
  }

  @Test
  void withThemNoPodIsPushedToInTheClear() {
    assertEquals(
        2,
        run(
            "--push-operator-secret",
            "a",
            "--push-dataplane-secret",
            "b",
            "--pod",
            "a=http://a:1"));
    assertEquals(
        "pod a has to be addressed by https://, since Secrets for its push channel are named;"
            + " it is http://a:1",
        firstError());
  }

  @Test
  void saysWhichPodIsThereTwice() {
    assertEquals(2, run("--pod", "a=http://a:1", "--pod", "a=http://b:1"));
    assertEquals("--pod a is there twice", firstError());
  }

  @Test
  void helpIsNoError() {
    assertEquals(0, run("--push-port", "--help"));
    assertEquals(OperatorMain.USAGE, out.toString(StandardCharsets.UTF_8));
    assertEquals("", errors());
  }

  @Test
  void endsWhereItCannotListen() throws IOException {
    try (var taken = new SilentApiServer()) {
      assertEquals(1, run("--health-port", String.valueOf(taken.port())));
      assertTrue(
          errors().startsWith("can't start: can't listen on health port " + taken.port()),
          errors());
    }
  }

  private int run(String... args) {
    return OperatorMain.run(List.of(args), Map.of(), printing(out), printing(err));
  }

  private String firstError() {
    return errors().lines().findFirst().orElse("");
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream printing(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }
}
