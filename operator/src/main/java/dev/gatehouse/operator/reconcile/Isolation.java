package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.translate.Memo;
import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Delta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates. Where the translator fails it finds out on what, so that an object that nobody
 * thought of stops nothing but itself.
 */
final class Isolation {
  private static final Logger LOG = LoggerFactory.getLogger(Isolation.class);

  private final Translator translator;

  Isolation(Translator translator) {
    this.translator = translator;
  }

  /**
   * What came of it.
   *
   * @param view what was translated: without what is held
   * @param deltas and {@code judged} are against the memo that was given
   * @param held the changes that could not be translated; what was before serves on
   */
  record Result(
      ClusterView view,
      Memo memo,
      Translation translation,
      Map<String, Delta> deltas,
      Set<ObjectKey> judged,
      Changes held) {}

  /**
   * Translates {@code base} with the changes.
   *
   * @throws RuntimeException if not even the unchanged view can be translated
   */
  Result translate(ClusterView base, Changes changes, Memo memo) {
    try {
      ClusterView view = changes.appliedTo(base);
      Translator.Result result = translator.translate(view, changes.keys(), memo);
      Translation translation = result.translation();
      log(translation);
      return new Result(
          view,
          result.memo(),
          translation,
          translation.deltas(),
          translation.judged(),
          Changes.NONE);
    } catch (RuntimeException | Error e) {
      LOG.error("The translator failed; looking for the object that it failed on", e);
      return oneByOne(base, changes, memo);
    }
  }

  private Result oneByOne(ClusterView base, Changes changes, Memo memo) {
    ClusterView view = base;
    Translator.Result last = translator.translate(base, Set.of(), memo);
    log(last.translation());
    var deltas = new HashMap<>(last.translation().deltas());
    var judged = new HashSet<>(last.translation().judged());
    var held = new HashSet<ObjectKey>();
    List<ObjectKey> keys = new ArrayList<>(changes.keys());
    keys.sort(null);
    for (ObjectKey key : keys) {
      try {
        ClusterView with = applied(view, key, changes.upserted().get(key));
        last = translator.translate(with, Set.of(key), last.memo());
        log(last.translation());
        last.translation()
            .deltas()
            .forEach((fleet, next) -> deltas.merge(fleet, next, Delta::then));
        judged.addAll(last.translation().judged());
        view = with;
      } catch (RuntimeException | Error e) {
        LOG.error("{} can't be translated; what it was before serves on", key, e);
        held.add(key);
      }
    }
    return new Result(view, last.memo(), last.translation(), deltas, judged, changes.only(held));
  }

  /** The translator itself is pure, and writes no log. */
  private static void log(Translation translation) {
    translation.failed().forEach((route, e) -> LOG.error("{} can't be translated", route, e));
  }

  private static ClusterView applied(
      ClusterView view, ObjectKey key, @Nullable ClusterObject object) {
    return object == null ? view.without(key) : view.with(object);
  }
}
