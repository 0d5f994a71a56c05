package dev.gatehouse.operator.translate;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.crds.v1alpha1.BackendRef;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.RouteRule;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterObject.SliceEndpoint;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ClusterObject.SlicePort;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusedAddressesTest {
  private static final ObjectKey ROUTE = new ObjectKey("GatewayRoute", "shop", "orders");
  private static final ObjectKey SERVICE = ObjectKey.service("shop", "orders");
  private static final ObjectKey SLICE = new ObjectKey("EndpointSlice", "shop", "orders-1");

  private final Translator translator = new Translator(Sources.standard());

  @Test
  void areNamedWhereTheyAreLeftOut() {
    assertEquals(
        List.of(
            new Finding(
                "AddressNotAllowed",
                "rule all: shop/orders:80 has endpoints at addresses that no gateway may reach,"
                    + " which are left out: 127.0.0.1, 169.254.169.254",
                "spec.rules[0].backendRefs[0]")),
        unresolved(view(Settings.CLUSTER, "10.0.0.1", "169.254.169.254", "127.0.0.1")));
  }

  @Test
  void areCountedWhereTheyAreMany() {
    String message =
        unresolved(view(Settings.CLUSTER, "127.0.0.1", "127.0.0.2", "127.0.0.3", "::1", "fe80::1"))
            .getFirst()
            .message();

    assertTrue(message.endsWith(" left out: 127.0.0.1, 127.0.0.2, 127.0.0.3 and 2 more"), message);
  }

  @Test
  void areNoneOnALaptopOrWhereAllIsWell() {
    assertEquals(List.of(), unresolved(view(Settings.LAPTOP, "127.0.0.1")));
    assertEquals(List.of(), unresolved(view(Settings.CLUSTER, "10.0.0.1")));
  }

  @Test
  void comeAndGoWithTheirSlice() {
    ClusterView fine = view(Settings.CLUSTER, "10.0.0.1");
    var first = translator.translate(fine, Set.of(), Memo.EMPTY);
    ClusterView bad = fine.with(slice("10.0.0.1", "127.0.0.1"));
    var second = translator.translate(bad, Set.of(SLICE), first.memo());
    assertEquals(Set.of(ROUTE), second.translation().judged());
    assertEquals(1, verdict(second).unresolved().size());

    var third = translator.translate(bad.without(SLICE), Set.of(SLICE), second.memo());
    assertEquals(List.of(), verdict(third).unresolved());

    var moved = new SliceObject(SLICE, "other", List.of(), List.of());
    var fourth = translator.translate(bad.with(moved), Set.of(SLICE), second.memo());
    assertEquals(List.of(), verdict(fourth).unresolved());
  }

  private List<Finding> unresolved(ClusterView view) {
    return verdict(translator.translate(view, Set.of(), Memo.EMPTY)).unresolved();
  }

  private static Verdict verdict(Translator.Result result) {
    return requireNonNull(result.translation().verdicts().get(ROUTE));
  }

  private static ClusterView view(Settings settings, String... addresses) {
    var ref = new BackendRef("orders", null, 80, null);
    var rule = new RouteRule("all", null, null, List.of(ref), null, null);
    return ClusterView.empty(settings)
        .with(
            new RouteObject(
                ROUTE, 0, 1, new GatewayRouteSpec(null, null, null, List.of(rule)), null))
        .with(new ServiceObject(SERVICE, "ClusterIP", List.of(ServicePort.tcp("", 80))))
        .with(slice(addresses));
  }

  private static SliceObject slice(String... addresses) {
    return new SliceObject(
        SLICE,
        "orders",
        List.of(new SlicePort("", 8080)),
        List.of(new SliceEndpoint(List.of(addresses), true, true, false)));
  }
}
