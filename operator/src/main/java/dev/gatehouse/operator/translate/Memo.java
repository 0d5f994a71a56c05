package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.operator.view.ObjectKey;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/** What one translation leaves for the next, so that its cost is that of what changed. */
public final class Memo {
  private static final HashPMap<ObjectKey, Judgement> NO_JUDGEMENTS = HashTreePMap.empty();
  private static final HashPMap<ObjectKey, Verdict> NO_VERDICTS = HashTreePMap.empty();
  private static final HashPMap<String, FleetState> NO_FLEETS = HashTreePMap.empty();
  private static final HashPMap<String, FleetContent> NO_CONTENTS = HashTreePMap.empty();
  private static final MapPSet<ObjectKey> NO_ROUTES = HashTreePSet.empty();

  /** With this one everything is translated afresh. */
  public static final Memo EMPTY =
      new Memo(
          ClusterView.empty(Settings.CLUSTER),
          true,
          new State(
              NO_JUDGEMENTS, NO_VERDICTS, NO_FLEETS, NO_CONTENTS, Dependents.NONE, NO_ROUTES));

  private final ClusterView view;
  private final boolean fresh;
  private final State state;

  private Memo(ClusterView view, boolean fresh, State state) {
    this.view = view;
    this.fresh = fresh;
    this.state = state;
  }

  static Memo of(ClusterView view, State state) {
    return new Memo(view, false, state);
  }

  /** What was translated. */
  ClusterView view() {
    return view;
  }

  /** Whether nothing can be taken over for a view with these settings. */
  boolean isUseless(Settings settings) {
    return fresh || !view.settings().equals(settings);
  }

  State state() {
    return state;
  }

  /**
   * What came of it.
   *
   * @param troubled the routes whose newest generation is not served: they depend on last good ones
   */
  record State(
      PMap<ObjectKey, Judgement> judgements,
      PMap<ObjectKey, Verdict> verdicts,
      PMap<String, FleetState> fleets,
      PMap<String, FleetContent> contents,
      Dependents dependents,
      PSet<ObjectKey> troubled) {}
}
