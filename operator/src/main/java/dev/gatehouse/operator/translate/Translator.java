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
      draft.replace(key, view.get(key) instanceof RouteObject route ? judge.of(route) : null);
    }
    draft.refresh(dirty.targets());
    return draft.finish(view);
  }
}
