package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * All rules of one host, compiled: exact paths, then templates, then regular expressions, then the
 * longest prefix, which is {@link dev.gatehouse.snapshot.Precedence} once the path's kind is known.
 * A change costs what its own paths cost, however many others there are.
 *
 * @param rules each with its candidates
 * @param everything the candidates that come before all, whatever the path
 */
record HostTable(
    PMap<CompiledRule, List<Candidate>> rules,
    List<Candidate> everything,
    RegionMap<List<Candidate>> exact,
    TemplateTrie templates,
    RegexGroups expressions,
    PrefixTrie prefixes) {
  static final HostTable EMPTY =
      new HostTable(
          HashTreePMap.empty(),
          List.of(),
          RegionMap.empty(),
          TemplateTrie.EMPTY,
          RegexGroups.EMPTY,
          PrefixTrie.EMPTY);

  /**
   * This without some rules and with others; null if that leaves none.
   *
   * @param afterEach is run after each of them
   */
  @Nullable HostTable with(Set<CompiledRule> gone, Set<CompiledRule> added, Runnable afterEach) {
    HostTable table = this;
    if (gone.containsAll(rules.keySet())) {
      table = EMPTY;
    } else {
      for (CompiledRule rule : gone) {
        table = table.without(rule);
        afterEach.run();
      }
    }
    for (CompiledRule rule : added) {
      table = table.with(rule);
      afterEach.run();
    }
    return table.rules.isEmpty() ? null : table;
  }

  private HostTable with(CompiledRule rule) {
    List<Candidate> candidates = Candidate.of(rule);
    HostTable table = withRules(rules.plus(rule, candidates));
    for (Candidate candidate : candidates) {
      table = table.changed(candidate, true);
    }
    return table;
  }

  private HostTable without(CompiledRule rule) {
    List<Candidate> candidates = rules.get(rule);
    HostTable table = withRules(rules.minus(rule));
    for (Candidate candidate : candidates == null ? List.<Candidate>of() : candidates) {
      table = table.changed(candidate, false);
    }
    return table;
  }

  private HostTable withRules(PMap<CompiledRule, List<Candidate>> changed) {
    return new HostTable(changed, everything, exact, templates, expressions, prefixes);
  }

  private HostTable changed(Candidate candidate, boolean added) {
    return switch (candidate.match().path()) {
      case PathPattern.Everything _ -> {
        List<Candidate> all =
            added ? candidate.insertedInto(everything) : candidate.removedFrom(everything);
        yield new HostTable(rules, all, exact, templates, expressions, prefixes);
      }
      case PathPattern.Exact(String value) -> {
        List<Candidate> known = exact.get(value);
        List<Candidate> old = known == null ? List.of() : known;
        List<Candidate> now = added ? candidate.insertedInto(old) : candidate.removedFrom(old);
        RegionMap<List<Candidate>> all = exact.with(value, now.isEmpty() ? null : now);
        yield new HostTable(rules, everything, all, templates, expressions, prefixes);
      }
      case PathPattern.Template(PathTemplate template) -> {
        TemplateTrie all =
            added ? templates.with(template, candidate) : templates.without(template, candidate);
        yield new HostTable(rules, everything, exact, all, expressions, prefixes);
      }
      case PathPattern.Expression(_, String prefix) -> {
        RegexGroups all =
            added ? expressions.with(prefix, candidate) : expressions.without(prefix, candidate);
        yield new HostTable(rules, everything, exact, templates, all, prefixes);
      }
      case PathPattern.Prefix(String value) -> {
        PrefixTrie all =
            added ? prefixes.with(value, candidate) : prefixes.without(value, candidate);
        yield new HostTable(rules, everything, exact, templates, expressions, all);
      }
    };
  }

  /** The winner first. Sorts them all, so only for explanations. */
  List<Candidate> candidates() {
    return rules.values().stream().flatMap(Collection::stream).sorted(Candidate.ORDER).toList();
  }

  @Nullable Candidate find(RequestHead head, Candidate.@Nullable Tracer tracer) {
    if (!everything.isEmpty()) {
      return everything.getFirst();
    }
    List<Candidate> exactly = exact.get(head.path());
    Candidate found = exactly == null ? null : Candidate.first(exactly, head, tracer);
    if (found == null) {
      found = templates.find(head, tracer);
    }
    if (found == null) {
      found = expressions.find(head, tracer);
    }
    return found == null ? prefixes.find(head, tracer) : found;
  }
}
