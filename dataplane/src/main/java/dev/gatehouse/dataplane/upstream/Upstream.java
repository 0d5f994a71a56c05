package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Upstream.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An upstream's endpoints. Read by all event loops at any time; changed by one thread at a time.
 * Routes come and go without it.
 */
public final class Upstream {
  /** What makes an endpoint another one: no connection outlives a change of what is spoken. */
  private record Place(EndpointSet.Endpoint where, Protocol protocol) {}

  private final ResourceId id;
  // Those no longer listed stay as long as there are connections to them: one that comes back
  // meanwhile (a pod whose readiness flaps) is known again, and its limits hold.
  private final Map<Place, Endpoint> known = new HashMap<>();
  private volatile List<Endpoint> endpoints = List.of();

  Upstream(ResourceId id) {
    this.id = id;
  }

  public ResourceId id() {
    return id;
  }

  /** Those that take new requests. Never changed: the next change makes another list. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /**
   * Replaces the list; requests that run on an endpoint that isn't in it go on.
   *
   * @return those that are no longer listed
   */
  synchronized List<Endpoint> replace(Protocol protocol, List<EndpointSet.Endpoint> definitions) {
    var next = new ArrayList<Endpoint>(definitions.size());
    for (EndpointSet.Endpoint definition : definitions) {
      Endpoint endpoint =
          known.computeIfAbsent(
              new Place(definition, protocol), place -> new Endpoint(place.where(), protocol));
      endpoint.listed(true);
      next.add(endpoint);
    }
    var gone = new ArrayList<>(endpoints);
    gone.removeAll(next);
    gone.forEach(endpoint -> endpoint.listed(false));
    endpoints = List.copyOf(next);
    known.values().removeIf(endpoint -> endpoint.removed() && endpoint.unused());
    return gone;
  }

  @Override
  public String toString() {
    return id.value();
  }
}
