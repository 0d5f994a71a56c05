package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Upstream.Protocol;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * All upstreams of this pod. They outlive route tables: a table names an upstream, and whatever is
 * known under that name is used, so endpoint changes and table swaps may come in any order.
 */
public final class Upstreams {
  private final Map<ResourceId, Upstream> all = new ConcurrentHashMap<>();
  private final List<Consumer<List<Endpoint>>> listeners = new CopyOnWriteArrayList<>();

  /** The upstream of that id, made without endpoints if nobody has spoken of it yet. */
  public Upstream get(ResourceId id) {
    Upstream known = all.get(id);
    return known != null ? known : all.computeIfAbsent(id, Upstream::new);
  }

  public Collection<Upstream> all() {
    return Collections.unmodifiableCollection(all.values());
  }

  /** From the next request on, these endpoints are all that the upstream has. */
  public void endpoints(ResourceId id, Protocol protocol, List<EndpointSet.Endpoint> endpoints) {
    tell(get(id).replace(protocol, endpoints));
  }

  /** The same of endpoints that speak HTTP/1.1. */
  public void endpoints(ResourceId id, List<EndpointSet.Endpoint> endpoints) {
    endpoints(id, Protocol.HTTP1, endpoints);
  }

  /** Forgets an upstream that is in the snapshot no longer; requests that run on it go on. */
  public void remove(ResourceId id) {
    Upstream gone = all.remove(id);
    if (gone != null) {
      tell(gone.replace(Protocol.HTTP1, List.of()));
    }
  }

  /**
   * Adds somebody who is told what goes.
   *
   * @param listener told on the changing thread which endpoints are listed no longer, so that idle
   *     connections to them are closed
   * @return ends that
   */
  public Runnable onRemoved(Consumer<List<Endpoint>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(List<Endpoint> gone) {
    if (!gone.isEmpty()) {
      listeners.forEach(listener -> listener.accept(gone));
    }
  }
}
