package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import java.util.Set;

/** Turns views into translations. Holds no state: what is remembered travels in the memo. */
public final class Translator {
  private final Sources sources;

  public Translator(Sources sources) {
    this.sources = sources;
  }

  /** A translation, and what the next one takes over from it. */
  public record Result(Translation translation, Memo memo) {}

  /**
   * Translates a view.
   *
   * @param changed the keys of all objects that were added, changed or removed since the view that
   *     made the memo; more do no harm. What changed of {@code lastGood}, {@code refused} and
   *     {@code settings} is found without them. With {@link Memo#EMPTY} they mean nothing
   */
  public Result translate(ClusterView view, Set<ObjectKey> changed, Memo memo) {
    Dirty dirty = Dirty.between(memo, view, changed);
    var judge = new Judge(sources, view);
    var draft = new Draft(memo.state());
    for (ObjectKey key : dirty.routes()) {
      if (view.get(key) instanceof RouteObject route) {
        judge(route, judge, draft, memo.view());
      } else {
        draft.replace(key, null);
      }
    }
    draft.refresh(dirty.targets());
    return draft.finish(view);
  }

  /** A fault of ours in one route must not stop the others, nor the route's older form. */
  private static void judge(RouteObject route, Judge judge, Draft draft, ClusterView before) {
    ObjectKey key = route.key();
    try {
      draft.replace(key, judge.of(route));
    } catch (RuntimeException | Error e) {
      draft.failed(key, e);
      boolean same = before.get(key) instanceof RouteObject older && older.isSameAs(route);
      draft.replace(key, judge.failed(route, same ? draft.judgement(key) : null, e));
    }
  }
}
