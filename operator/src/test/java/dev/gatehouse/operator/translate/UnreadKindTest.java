package dev.gatehouse.operator.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnreadKindTest {
  private static final ObjectKey KEY = new ObjectKey("Ingressish", "shop", "orders");

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
