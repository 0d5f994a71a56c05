package dev.gatehouse.operator.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.source.GatewayRouteSource;
import dev.gatehouse.operator.source.Route;
import dev.gatehouse.operator.source.RouteSource;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Timeouts;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Another kind of route is another source, and nothing else. */
class OtherSourceTest {
  private static final ObjectKey KEY = new ObjectKey("Ingressish", "shop", "orders");

  /** Its spec is the name of a Service. */
  private static final class IngressishSource implements RouteSource {
    @Override
    public String kind() {
      return "Ingressish";
    }

    @Override
    public String group() {
      return "example.dev";
    }

    @Override
    public Reading read(RouteObject object, Object spec) {
      var all = new RequestMatch(new PathMatch.Prefix("/"), null, List.of(), List.of(), List.of());
      var backend = new Route.BackendRef(object.key().namespace(), (String) spec, 80, 1);
      var rule =
          new Route.Rule(
              "all",
              List.of(all),
              List.of(),
              List.of(backend),
              new LoadBalancer.RoundRobin(),
              Timeouts.NONE);
      return new Reading.Valid(
          new Route(object.key(), "default", object.created(), List.of("*"), List.of(rule)));
    }
  }

  @Test
  void itIsServedAndJudgedAsAnyOther() {
    var translator =
        new Translator(new Sources(List.of(new GatewayRouteSource(), new IngressishSource())));
    ClusterView view =
        ClusterView.empty(Settings.CLUSTER)
            .with(new RouteObject(KEY, 0, 1, "orders", null))
            .with(
                new ServiceObject(
                    ObjectKey.service("shop", "orders"),
                    "ClusterIP",
                    List.of(ServicePort.tcp("", 80))));

    Translation translation = translator.translate(view, Set.of(), Memo.EMPTY).translation();

    assertEquals(
        Set.of(
            new ResourceId("route/ingressish/shop/orders/all"),
            ResourceId.upstream("shop", "orders", 80),
            ResourceId.endpoints("shop", "orders", 80)),
        translation.content("default").resources().keySet());
    assertTrue(Objects.requireNonNull(translation.verdicts().get(KEY)).isAccepted());
  }

  @Test
  void aKindThatNobodyReadsIsSaidSo() {
    ClusterView view =
        ClusterView.empty(Settings.CLUSTER).with(new RouteObject(KEY, 0, 1, "orders", null));

    Translation translation =
        new Translator(Sources.standard()).translate(view, Set.of(), Memo.EMPTY).translation();

    assertEquals(
        List.of(new Finding("InvalidKind", "no source reads a Ingressish")),
        Objects.requireNonNull(translation.verdicts().get(KEY)).problems());
  }
}
