package dev.gatehouse.operator.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.gatehouse.crds.v1alpha1.BackendRef;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.PathMatch;
import dev.gatehouse.crds.v1alpha1.RouteMatch;
import dev.gatehouse.crds.v1alpha1.RouteRule;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.Translator.Result;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.operator.view.ObjectKey;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The cost of one edit is that of the edit: judged by the bytes it allocates, which don't depend on
 * what else the machine does. Among a hundred times as many routes, persistent maps are two levels
 * deeper.
 */
class CostTest {
  private static final int EDITS = 200;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Translator translator = new Translator(Sources.standard());

  /** How routes spread over hosts. */
  private enum Hosts {
    OWN,
    ONE
  }

  @Test
  void anEditAmongManyRoutesCostsWhatItCostsAmongFew() {
    for (Hosts hosts : Hosts.values()) {
      double few = bytesPerEdit(100, hosts);
      double many = bytesPerEdit(10_000, hosts);
      assertTrue(many <= 1.5 * few, () -> hosts + ": " + few + " bytes, then " + many);
    }
  }

  private double bytesPerEdit(int routes, Hosts hosts) {
    ClusterView view =
        ClusterView.empty(Settings.CLUSTER)
            .with(
                new ServiceObject(
                    ObjectKey.service("shop", "orders"),
                    "ClusterIP",
                    List.of(ServicePort.tcp("", 80))));
    for (int i = 0; i < routes; i++) {
      view = view.with(route(i, 1, hosts));
    }
    Result result = translator.translate(view, Set.of(), Memo.EMPTY);
    long spent = 0;
    for (int i = 0; i < EDITS; i++) {
      RouteObject edited = route(i % routes, 2 + i, hosts);
      view = view.with(edited);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      result = translator.translate(view, Set.of(edited.key()), result.memo());
      spent += THREADS.getCurrentThreadAllocatedBytes() - before;
      assertEquals(Set.of(edited.key()), result.translation().judged());
    }
    return (double) spent / EDITS;
  }

  private static RouteObject route(int number, long generation, Hosts hosts) {
    String name = "route-" + number;
    var path = new PathMatch(PathMatch.Type.PathPrefix, "/" + name + "/v" + generation);
    var rule =
        new RouteRule(
            "all",
            List.of(new RouteMatch(path, "GET", null, null, null)),
            null,
            List.of(new BackendRef("orders", null, 80, null)),
            null,
            null);
    String host = hosts == Hosts.ONE ? "shop.example" : name + ".shop.example";
    return new RouteObject(
        new ObjectKey("GatewayRoute", "shop", name),
        1_000_000 + number,
        generation,
        new GatewayRouteSpec(null, List.of(host), null, List.of(rule)),
        null);
  }
}
