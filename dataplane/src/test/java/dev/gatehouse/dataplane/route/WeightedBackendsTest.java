package dev.gatehouse.dataplane.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.route.WeightedBackends.Pick;
import dev.gatehouse.snapshot.Backend;
import dev.gatehouse.snapshot.ResourceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightedBackendsTest {
  private static final ResourceId A = ResourceId.upstream("shop", "a", 80);
  private static final ResourceId B = ResourceId.upstream("shop", "b", 80);

  private static WeightedBackends of(Backend... backends) throws InvalidRule {
    return WeightedBackends.compile(List.of(backends), _ -> null);
  }

  @Test
  void eachBackendGetsExactlyItsShareOfTheNumbers() throws InvalidRule {
    var backends =
        of(new Backend.To(A, 3), new Backend.To(B, 0), new Backend.Unresolved("x", "Gone", 2));

    var counts = new HashMap<String, Integer>();
    for (int i = 0; i < 5; i++) {
      int drawn = i;
      String to =
          switch (backends.pick(_ -> drawn)) {
            case Pick.To(ResourceId upstream) -> upstream.value();
            case Pick.Refused(CompiledRule.FixedAnswer why) -> why.reason() + " " + why.detail();
          };
      counts.merge(to, 1, Integer::sum);
    }

    assertEquals(Map.of(A.value(), 3, "BACKEND_UNRESOLVED backend x: Gone", 2), counts);
  }

  @Test
  void noWeightAtAllIsNoBackend() throws InvalidRule {
    for (WeightedBackends none : List.of(of(), of(new Backend.To(A, 0)))) {
      Pick.Refused refused = assertInstanceOf(Pick.Refused.class, none.pick());
      assertEquals(Reason.NO_BACKEND, refused.why().reason());
    }
  }

  @Test
  void weightsThatMakeNoSenseAreRefused() {
    assertThrows(InvalidRule.class, () -> of(new Backend.To(A, -1)));
    assertThrows(
        InvalidRule.class,
        () -> of(new Backend.To(A, Integer.MAX_VALUE), new Backend.To(B, Integer.MAX_VALUE)));
  }
}
