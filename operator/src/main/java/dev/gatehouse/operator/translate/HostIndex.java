package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.Precedence;
import dev.gatehouse.snapshot.Precedence.Candidate;
import dev.gatehouse.snapshot.RouteRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/**
 * The matches of one fleet by host, then by the shape of their path, then in the order in which
 * they are asked.
 *
 * <p>Only matches on the very same host compete: the most specific host that any route claims
 * decides alone, and no set of hosts leaves nothing of a wildcard.
 */
record HostIndex(PMap<String, PMap<Shape, TreePSet<HostIndex.Entry>>> hosts) {
  private static final HashPMap<String, PMap<Shape, TreePSet<Entry>>> NO_HOSTS =
      HashTreePMap.empty();

  static final HostIndex EMPTY = new HostIndex(NO_HOSTS);

  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::candidate, Precedence.ORDER)
          .thenComparing(entry -> entry.candidate.rule().id())
          .thenComparingInt(Entry::index);

  /**
   * A match, and which of its rule's it is.
   *
   * @param index from 0
   */
  record Entry(Candidate candidate, int index) {
    RouteRule rule() {
      return candidate.rule();
    }

    ObjectKey route() {
      Origin origin = candidate.rule().origin();
      return new ObjectKey(origin.kind(), origin.namespace(), origin.name());
    }

    /** Whether this one is asked first and takes every request that the other would. */
    private boolean shadows(Entry other) {
      return ORDER.compare(this, other) < 0
          && !rule().id().equals(other.rule().id())
          && Containment.covers(candidate.match(), other.candidate.match());
    }
  }

  HostIndex plus(RouteRule rule) {
    PMap<String, PMap<Shape, TreePSet<Entry>>> more = hosts;
    for (String host : rule.hostnames()) {
      PMap<Shape, TreePSet<Entry>> found = more.get(host);
      PMap<Shape, TreePSet<Entry>> shapes = found == null ? HashTreePMap.empty() : found;
      for (Entry entry : entries(rule)) {
        Shape shape = Shape.of(entry.candidate.match().path());
        TreePSet<Entry> same = shapes.get(shape);
        shapes = shapes.plus(shape, (same == null ? TreePSet.empty(ORDER) : same).plus(entry));
      }
      more = more.plus(host, shapes);
    }
    return new HostIndex(more);
  }

  HostIndex minus(RouteRule rule) {
    PMap<String, PMap<Shape, TreePSet<Entry>>> rest = hosts;
    for (String host : rule.hostnames()) {
      PMap<Shape, TreePSet<Entry>> shapes = Objects.requireNonNull(rest.get(host));
      for (Entry entry : entries(rule)) {
        Shape shape = Shape.of(entry.candidate.match().path());
        TreePSet<Entry> others = Objects.requireNonNull(shapes.get(shape)).minus(entry);
        shapes = others.isEmpty() ? shapes.minus(shape) : shapes.plus(shape, others);
      }
      rest = shapes.isEmpty() ? rest.minus(host) : rest.plus(host, shapes);
    }
    return new HostIndex(rest);
  }

  /** The routes with a match that {@code rule} shadows or, were it there, would. */
  Set<ObjectKey> shadowedBy(RouteRule rule) {
    var routes = new HashSet<ObjectKey>();
    for (String host : rule.hostnames()) {
      PMap<Shape, TreePSet<Entry>> shapes = hosts.get(host);
      if (shapes != null) {
        for (Entry entry : entries(rule)) {
          below(shapes, Shape.of(entry.candidate.match().path()))
              .forEach(
                  others ->
                      others.stream()
                          .filter(entry::shadows)
                          .forEach(other -> routes.add(other.route())));
        }
      }
    }
    return routes;
  }

  /** The rules which together take every request that {@code rule} would; none if some is left. */
  Set<RouteRule> above(RouteRule rule) {
    var rules = new HashSet<RouteRule>();
    for (String host : rule.hostnames()) {
      for (Entry entry : entries(rule)) {
        Entry first = firstAbove(host, entry);
        if (first == null) {
          return Set.of();
        }
        rules.add(first.rule());
      }
    }
    return rules;
  }

  private @Nullable Entry firstAbove(String host, Entry entry) {
    Map<Shape, TreePSet<Entry>> shapes = Objects.requireNonNull(hosts.get(host));
    Entry first = null;
    for (Shape shape : Shape.above(entry.candidate.match().path())) {
      Entry found = firstAbove(shapes.get(shape), entry);
      if (found != null && (first == null || ORDER.compare(found, first) < 0)) {
        first = found;
      }
    }
    return first;
  }

  private static @Nullable Entry firstAbove(@Nullable TreePSet<Entry> others, Entry entry) {
    if (others != null) {
      for (Entry other : others) {
        if (ORDER.compare(other, entry) >= 0) {
          return null;
        }
        if (other.shadows(entry)) {
          return other;
        }
      }
    }
    return null;
  }

  private static List<TreePSet<Entry>> below(PMap<Shape, TreePSet<Entry>> shapes, Shape shape) {
    var found = new ArrayList<TreePSet<Entry>>();
    if (shape.kind() == Shape.Kind.BROAD) {
      // Rare, and the one kind that reaches into pigeonholes it can't name.
      shapes.forEach(
          (other, entries) -> {
            if (shape.mayCover(other)) {
              found.add(entries);
            }
          });
    } else {
      for (Shape other : shape.below()) {
        TreePSet<Entry> entries = shapes.get(other);
        if (entries != null) {
          found.add(entries);
        }
      }
    }
    return found;
  }

  private static List<Entry> entries(RouteRule rule) {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < rule.matches().size(); i++) {
      entries.add(new Entry(new Candidate(rule, rule.matches().get(i)), i));
    }
    return entries;
  }
}
