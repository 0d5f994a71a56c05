package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every rule of a fleet, compiled. Immutable: a request captures one for its life, and a change
 * makes another, which shares the tables of all hosts that the change doesn't touch.
 */
public final class RouteTable {
  public static final RouteTable EMPTY = new RouteTable(HostIndex.EMPTY);

  private final HostIndex hosts;

  private RouteTable(HostIndex hosts) {
    this.hosts = hosts;
  }

  /** Whether a rule can name this host: lower case, {@code *.suffix} or {@code *}. */
  public static boolean isHostname(String hostname) {
    return HostIndex.isValid(hostname);
  }

  /**
   * This without some rules and with others. Costs what these rules hold.
   *
   * @param afterEach is run after each rule of each host
   */
  public RouteTable with(
      Collection<CompiledRule> gone, Collection<CompiledRule> added, Runnable afterEach) {
    Map<String, Set<CompiledRule>> goneByHost = byHost(gone);
    Map<String, Set<CompiledRule>> addedByHost = byHost(added);
    var touched = new LinkedHashSet<>(goneByHost.keySet());
    touched.addAll(addedByHost.keySet());
    if (touched.isEmpty()) {
      return this;
    }
    var changes = new HashMap<String, @Nullable HostTable>();
    for (String hostname : touched) {
      HostTable old = hosts.table(hostname);
      Set<CompiledRule> now = addedByHost.getOrDefault(hostname, Set.of());
      changes.put(
          hostname,
          (old == null ? HostTable.EMPTY : old)
              .with(goneByHost.getOrDefault(hostname, Set.of()), now, afterEach));
    }
    return new RouteTable(hosts.with(changes));
  }

  private static Map<String, Set<CompiledRule>> byHost(Collection<CompiledRule> rules) {
    var byHost = new HashMap<String, Set<CompiledRule>>();
    for (CompiledRule rule : rules) {
      if (rule.matches().isEmpty()) {
        continue;
      }
      for (String hostname : rule.definition().hostnames()) {
        byHost.computeIfAbsent(hostname, _ -> new LinkedHashSet<>()).add(rule);
      }
    }
    byHost.keySet().removeIf(hostname -> !isHostname(hostname));
    return byHost;
  }

  /**
   * The rule that takes this request.
   *
   * @param head its path normalised, its authority in lower case
   */
  public @Nullable RouteMatch match(RequestHead head) {
    HostTable table = hosts.find(head.authority());
    Candidate found = table == null ? null : table.find(head, null);
    return found == null ? null : found.routeMatch(head.path());
  }

  /** Why: the same search, with a tracer. */
  public Explanation explain(RequestHead head) {
    return new Explainer(hosts, head).explain();
  }
}
