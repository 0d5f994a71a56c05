package dev.gatehouse.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PushCodecTest {
  private static final ResourceId RULE = ResourceId.route("gatewayroute", "shop", "orders", "list");

  private static Encoded rule() {
    return ResourceCodec.encode(
        new RouteRule(
            RULE,
            List.of(),
            new Origin("GatewayRoute", "shop", "orders", "list", 0, 7),
            List.of("a.example"),
            List.of(
                new RequestMatch(
                    new PathMatch.Exact("/x"), "GET", List.of(), List.of(), List.of())),
            List.of(new Filter.UrlRewrite(null, new Filter.PathModifier.Full("/y"))),
            List.of(new Backend.To(ResourceId.upstream("shop", "orders", 80), 1)),
            new LoadBalancer.RoundRobin(),
            Timeouts.NONE));
  }

  private static Push push() {
    Encoded rule = rule();
    return new Push(
        "default",
        new SnapshotVersion(1, 2, SnapshotHash.EMPTY.plus(rule).hex()),
        null,
        new Delta(Map.of(rule.id(), rule), Set.of()));
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Push read = PushCodec.read(PushCodec.write(push()));

    assertEquals(push(), read);
    Encoded rule = read.delta().upserted().values().iterator().next();
    Decoded decoded = ResourceCodec.decode(rule, Set.of());
    assertEquals(Decoded.Known.class, decoded.getClass(), decoded::toString);
    assertArrayEquals(
        rule.bytes(), ResourceCodec.encode(((Decoded.Known) decoded).resource()).bytes());
  }

  @Test
  void anAnswerSaysWhetherTheSnapshotWasRestored() throws Exception {
    var version = new SnapshotVersion(1, 2, "ab");
    for (boolean restored : new boolean[] {true, false}) {
      var ack = new Ack(version, List.of(), restored);

      assertEquals(ack, PushCodec.readAck(PushCodec.writeAck(ack)));
    }
  }

  @Test
  void whatANewerPodAddsToItsAnswersIsLeftOut() throws Exception {
    String ack =
        "{\"rejected\":[],\"version\":{\"epoch\":1,\"hash\":\"ab\",\"sequence\":2},\"mood\":1}";
    String problem = "{\"reason\":\"BASE_MISMATCH\",\"message\":\"send the whole\",\"mood\":1}";

    assertEquals(
        new Ack(new SnapshotVersion(1, 2, "ab"), List.of()),
        PushCodec.readAck(ack.getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        new PushProblem("BASE_MISMATCH", "send the whole"),
        PushCodec.readProblem(problem.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aPushCutAnywhereIsRefused() {
    byte[] whole = PushCodec.write(push());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(
          PushCodec.MalformedPush.class, () -> PushCodec.read(cut), () -> "at " + cut.length);
    }
  }

  @Test
  void whatIsNoPushIsRefused() {
    for (String text : List.of("null\n", "\n", "[]\n", "7\n", "\"x\"\n", "{}\n", "x\n")) {
      var refused =
          assertThrows(
              PushCodec.MalformedPush.class,
              () -> PushCodec.read(text.getBytes(StandardCharsets.UTF_8)),
              text);
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.startsWith("line 1: "), message);
    }
  }
}
