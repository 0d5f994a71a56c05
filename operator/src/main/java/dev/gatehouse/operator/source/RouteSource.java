package dev.gatehouse.operator.source;

import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import java.util.List;

/** Reads one kind of route. Pure. */
public interface RouteSource {
  /** The Kubernetes kind that it reads. */
  String kind();

  /** The API group of that kind, as ReferenceGrants name it. */
  String group();

  /** Reads {@code spec}, which belongs to {@code object} or is its last good one. */
  Reading read(RouteObject object, Object spec);

  /** What came of it. */
  sealed interface Reading {
    /** A route that can be translated. */
    record Valid(Route route) implements Reading {}

    /** A spec that contradicts itself; each problem names the field and says what to change. */
    record Invalid(List<String> problems) implements Reading {}
  }
}
