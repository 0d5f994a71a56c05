package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.source.RouteSource;
import dev.gatehouse.operator.source.RouteSource.Reading;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.Judgement.Needs;
import dev.gatehouse.operator.translate.Judgement.Served;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Doubt;
import dev.gatehouse.operator.view.ClusterView.Refusal;
import dev.gatehouse.snapshot.Origin;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides what is served of a route: its newest generation, its last good one, or nothing. */
final class Judge {
  private static final Needs NO_NEEDS = new Needs(Set.of(), Set.of(), Set.of());

  private final Sources sources;
  private final ClusterView view;

  Judge(Sources sources, ClusterView view) {
    this.sources = sources;
    this.view = view;
  }

  Judgement of(RouteObject object) {
    RouteSource source = sources.of(object.key().kind());
    if (source == null) {
      var unknown = new Finding("InvalidKind", "no source reads a " + object.key().kind());
      return nothing(object, List.of(unknown), "", List.of(), NO_NEEDS);
    }
    var builder = new RouteBuilder(view, source.group(), object.key());
    return switch (source.read(object, object.spec())) {
      case Reading.Invalid(List<String> problems) ->
          lastGoodOf(object, source, builder, problems.stream().map(Finding::invalid).toList());
      case Reading.Valid(var route) -> {
        Built built = builder.build(route);
        Finding doubt = doubt(object);
        Finding refused = doubt == null ? refused(built) : doubt;
        yield refused == null
            ? served(object, built, List.of(), null, builder.needs())
            : lastGoodOf(object, source, builder, List.of(refused));
      }
    };
  }

  /**
   * What is served of a route on whose newest form the translator itself failed: the last good one,
   * else what was translated of it before.
   *
   * @param before of this very object; null if there is none
   */
  Judgement failed(RouteObject object, @Nullable Judgement before, Throwable failure) {
    var problem =
        new Finding(
            Finding.TRANSLATION_FAILED,
            "it can't be translated, which is a fault of the gateway: " + failure);
    RouteSource source = sources.of(object.key().kind());
    if (source != null) {
      try {
        var builder = new RouteBuilder(view, source.group(), object.key());
        Judgement older = lastGoodOf(object, source, builder, List.of(problem));
        if (older.verdict().isServed()) {
          return older;
        }
      } catch (RuntimeException | Error e) {
        failure.addSuppressed(e);
      }
    }
    return before == null
        ? nothing(object, List.of(problem), "", List.of(), NO_NEEDS)
        : before.standingStill(object.generation(), problem);
  }

  private Judgement lastGoodOf(
      RouteObject object, RouteSource source, RouteBuilder builder, List<Finding> problems) {
    List<LastGood> older =
        Stream.of(view.lastGood().get(object.key()), object.lastGood())
            .filter(Objects::nonNull)
            .filter(lastGood -> StandIn.isPermitted(object, lastGood))
            .sorted(Comparator.comparingLong(LastGood::generation).reversed())
            .toList();
    for (LastGood lastGood : older) {
      if (source.read(object, lastGood.spec()) instanceof Reading.Valid(var route)) {
        Built built = builder.build(route);
        if (refused(built) == null) {
          return served(object, built, problems, lastGood, builder.needs());
        }
      }
    }
    return nothing(object, problems, "", List.of(), builder.needs());
  }

  /** What the status told at the start. */
  private @Nullable Finding doubt(RouteObject object) {
    Doubt doubt = view.doubted().get(object.key());
    return doubt != null && doubt.generation() == object.generation()
        ? new Finding(Finding.REFUSED, doubt.message())
        : null;
  }

  private @Nullable Finding refused(Built built) {
    for (Served served : built.rules()) {
      Refusal refusal = view.refused().get(served.rule().id());
      if (refusal != null && refusal.isOf(served.encoded())) {
        Origin origin = served.rule().origin();
        return Finding.refused(
            "rule " + origin.rule(), refusal, "spec.rules[" + origin.index() + "]");
      }
    }
    return null;
  }

  /**
   * @param problems of the newest generation, where {@code lastGood} stands in for it
   */
  private Judgement served(
      RouteObject object,
      Built built,
      List<Finding> problems,
      @Nullable LastGood lastGood,
      Needs needs) {
    String namespace = object.key().namespace();
    List<String> hostnames = built.route().hostnames();
    List<Finding> forbidden = AllowedHostnames.of(view, namespace).findings(namespace, hostnames);
    if (!forbidden.isEmpty()) {
      List<Finding> all = Stream.concat(problems.stream(), forbidden.stream()).toList();
      return nothing(object, all, built.route().fleet(), built.unresolved(), needs);
    }
    return new Judgement(
        new Verdict(
            object.key(),
            object.generation(),
            built.route().fleet(),
            hostnames,
            problems,
            built.unresolved(),
            List.of(),
            lastGood == null ? null : quarantine(lastGood, problems.getFirst()),
            Set.copyOf(built.rules().stream().map(served -> served.rule().id()).toList()),
            lastGood == null ? new LastGood(object.generation(), object.spec()) : null),
        built.rules(),
        built.upstreams(),
        needs);
  }

  private static Quarantine quarantine(LastGood lastGood, Finding problem) {
    return new Quarantine(lastGood, problem.reason(), problem.message());
  }

  private static Judgement nothing(
      RouteObject object,
      List<Finding> problems,
      String fleet,
      List<Finding> unresolved,
      Needs needs) {
    return new Judgement(
        new Verdict(
            object.key(),
            object.generation(),
            fleet,
            List.of(),
            problems,
            unresolved,
            List.of(),
            null,
            Set.of(),
            null),
        List.of(),
        Set.of(),
        needs);
  }
}
