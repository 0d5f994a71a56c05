package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All rules of one host, compiled: exact paths, then templates, then regular expressions, then the
 * longest prefix, which is {@link dev.gatehouse.snapshot.Precedence} once the path's kind is known.
 */
final class HostTable {
  private final List<Candidate> candidates;
  private final List<Candidate> everything;
  private final RegionMap<List<Candidate>> exact;
  private final @Nullable TemplateTrie templates;
  private final @Nullable RegexGroups expressions;
  private final @Nullable PrefixTrie prefixes;

  private HostTable(List<Candidate> candidates) {
    this.candidates = candidates;
    this.everything =
        candidates.stream()
            .filter(c -> c.match().path() instanceof PathPattern.Everything)
            .toList();
    this.exact = exact(candidates);
    this.templates = TemplateTrie.of(candidates);
    this.expressions = RegexGroups.of(candidates);
    this.prefixes = PrefixTrie.of(candidates);
  }

  static HostTable of(Iterable<CompiledRule> rules) {
    return new HostTable(Candidate.ranked(rules));
  }

  private static RegionMap<List<Candidate>> exact(List<Candidate> candidates) {
    var byPath = new HashMap<String, List<Candidate>>();
    for (Candidate candidate : candidates) {
      if (candidate.match().path() instanceof PathPattern.Exact(String value)) {
        byPath.computeIfAbsent(value, _ -> new ArrayList<>(1)).add(candidate);
      }
    }
    var copies = new HashMap<String, List<Candidate>>();
    byPath.forEach((path, all) -> copies.put(path, List.copyOf(all)));
    return RegionMap.of(copies);
  }

  /** This without some rules and with others; null if that leaves none. */
  @Nullable HostTable with(Set<CompiledRule> gone, Set<CompiledRule> added) {
    var rules = rules();
    rules.removeAll(gone);
    rules.addAll(added);
    return rules.isEmpty() ? null : of(rules);
  }

  private Set<CompiledRule> rules() {
    var rules = new LinkedHashSet<CompiledRule>();
    for (Candidate candidate : candidates) {
      rules.add(candidate.rule());
    }
    return rules;
  }

  /** The winner first. */
  List<Candidate> candidates() {
    return candidates;
  }

  @Nullable Candidate find(RequestHead head, Candidate.@Nullable Tracer tracer) {
    if (!everything.isEmpty()) {
      return everything.getFirst();
    }
    List<Candidate> exactly = exact.get(head.path());
    Candidate found = exactly == null ? null : Candidate.first(exactly, head, tracer);
    if (found == null && templates != null) {
      found = templates.find(head, tracer);
    }
    if (found == null && expressions != null) {
      found = expressions.find(head, tracer);
    }
    if (found == null && prefixes != null) {
      found = prefixes.find(head, tracer);
    }
    return found;
  }
}
