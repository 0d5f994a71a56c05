package dev.gatehouse.dataplane.compile;

import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.route.CompiledRule.FixedAnswer;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Decoded;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * One run of the {@link Compiler}: first everything that the delta names is read, then the rules
 * that it touches are compiled, directly or since the use of one of their upstreams changed.
 */
final class Recompilation {
  private final Set<String> features;
  private final Map<ResourceId, Encoded> resources;
  private final RouteTable tableBefore;
  private final Runnable afterEach;
  private final RuleCompiler ruleCompiler = new RuleCompiler(this::whyUnusable);

  private PMap<ResourceId, CompiledRule> rules;
  private PMap<ResourceId, Upstream> upstreams;
  private PMap<ResourceId, EndpointSet> endpoints;
  private PMap<ResourceId, Ack.Rejection> rejections;
  private PMap<ResourceId, PSet<ResourceId>> users;
  private final Set<ResourceId> changed = new HashSet<>();
  private final Set<ResourceId> dirtyRules = new HashSet<>();
  private final Map<ResourceId, Decoded> read = new HashMap<>();

  /**
   * @param afterEach is run after each resource that was read, compiled or put into the table
   */
  Recompilation(
      Set<String> features,
      Map<ResourceId, Encoded> resources,
      Compilation previous,
      Runnable afterEach) {
    this.features = features;
    this.afterEach = afterEach;
    this.resources = resources;
    this.tableBefore = previous.table();
    this.rules = previous.rules();
    this.upstreams = previous.upstreams();
    this.endpoints = previous.endpoints();
    this.rejections = previous.rejections();
    this.users = previous.users();
  }

  Compilation apply(Delta delta) {
    var usedBefore = new HashMap<ResourceId, @Nullable FixedAnswer>();
    for (Set<ResourceId> touched : List.of(delta.removed(), delta.upserted().keySet())) {
      for (ResourceId id : touched) {
        if (users.containsKey(id)) {
          usedBefore.put(id, whyUnusable(id));
        }
        forget(id);
      }
    }
    for (Encoded resource : delta.upserted().values()) {
      take(resource);
      afterEach.run();
    }
    usedBefore.forEach(
        (id, before) -> {
          if (!Objects.equals(before, whyUnusable(id))) {
            dirtyRules.addAll(usersOf(id));
          }
        });
    RouteTable table = compileDirtyRules();
    return new Compilation(table, rules, upstreams, endpoints, rejections, users, changed);
  }

  private void forget(ResourceId id) {
    if (upstreams.containsKey(id) || endpoints.containsKey(id)) {
      changed.add(id);
    }
    if (rules.containsKey(id)) {
      dirtyRules.add(id);
    }
    upstreams = upstreams.minus(id);
    endpoints = endpoints.minus(id);
    rejections = rejections.minus(id);
  }

  private void take(Encoded resource) {
    ResourceId id = resource.id();
    Decoded decoded = ResourceCodec.decode(resource, features);
    switch (decoded) {
      case Decoded.Known(RouteRule _), Decoded.UnsupportedRule _, Decoded.MalformedRule _ -> {
        dirtyRules.add(id);
        read.put(id, decoded);
      }
      case Decoded.Known(Upstream upstream) -> {
        upstreams = upstreams.plus(id, upstream);
        changed.add(id);
      }
      case Decoded.Known(EndpointSet set) -> {
        endpoints = endpoints.plus(id, set);
        changed.add(id);
      }
      case Decoded.UnsupportedOther(_, List<String> missing) ->
          reject(Rejections.unsupported(resource, missing));
      case Decoded.Malformed(_, String message) ->
          reject(Rejections.of(resource, Rejections.INVALID_RESOURCE, message));
    }
  }

  private void reject(Ack.Rejection rejection) {
    rejections = rejections.plus(rejection.id(), rejection);
  }

  private RouteTable compileDirtyRules() {
    var gone = new ArrayList<CompiledRule>();
    var added = new ArrayList<CompiledRule>();
    for (ResourceId id : dirtyRules) {
      CompiledRule before = rules.get(id);
      Encoded resource = resources.get(id);
      rejections = rejections.minus(id);
      CompiledRule now = resource == null ? null : compile(resource, before);
      if (before != null) {
        gone.add(before);
      }
      if (now == null) {
        rules = rules.minus(id);
      } else {
        added.add(now);
      }
      changeUse(id, upstreamsOf(before), upstreamsOf(now));
      afterEach.run();
    }
    // At once: of a map that grows slowly the collector copies each state that it meets.
    for (CompiledRule rule : added) {
      rules = rules.plus(rule.id(), rule);
    }
    return tableBefore.with(gone, added, afterEach);
  }

  private @Nullable CompiledRule compile(Encoded resource, @Nullable CompiledRule before) {
    Decoded decoded = read.get(resource.id());
    RuleCompiler.Result result =
        ruleCompiler.compile(
            resource, decoded == null ? ResourceCodec.decode(resource, features) : decoded);
    if (result.rejection() != null) {
      reject(result.rejection());
    }
    return result.rule() == null ? standIn(resource, before) : result.rule();
  }

  /**
   * Where nobody can tell what a resource is about, what it was before serves on: without it, its
   * requests would fall to a laxer rule.
   */
  private @Nullable CompiledRule standIn(Encoded resource, @Nullable CompiledRule before) {
    return before == null || before.fixedAnswer() != null
        ? before
        : ruleCompiler.compile(resource, before.definition()).rule();
  }

  private static Set<ResourceId> upstreamsOf(@Nullable CompiledRule rule) {
    return rule == null ? Set.of() : rule.upstreams();
  }

  private void changeUse(ResourceId rule, Set<ResourceId> before, Set<ResourceId> now) {
    for (ResourceId upstream : before) {
      if (!now.contains(upstream)) {
        PSet<ResourceId> others = usersOf(upstream).minus(rule);
        users = others.isEmpty() ? users.minus(upstream) : users.plus(upstream, others);
      }
    }
    for (ResourceId upstream : now) {
      if (!before.contains(upstream)) {
        users = users.plus(upstream, usersOf(upstream).plus(rule));
      }
    }
  }

  private PSet<ResourceId> usersOf(ResourceId upstream) {
    PSet<ResourceId> known = users.get(upstream);
    return known == null ? HashTreePSet.empty() : known;
  }

  private @Nullable FixedAnswer whyUnusable(ResourceId upstream) {
    return upstreams.containsKey(upstream)
        ? null
        : Rejections.answerInPlaceOf(upstream, rejections.get(upstream));
  }
}
