package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.ResourceId;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The series of one rule: its latency, and its requests by backend, status class and reason. */
final class RuleSeries {
  private static final ResourceId NO_BACKEND = new ResourceId("upstream/none");

  private final SeriesBudget budget;
  private final byte[] label;
  private final LatencySeries latency;

  /** So few that looking through them is fastest. Replaced, and that under the lock. */
  private volatile RequestCounter[] requests = {};

  private boolean closed;

  RuleSeries(SeriesBudget budget, String route) {
    this.budget = budget;
    this.label = Text.labelValue(route);
    this.latency = new LatencySeries(LatencyFamily.REQUESTS, label);
  }

  LatencySeries latency() {
    return latency;
  }

  /** Counts a request, unless it is the first of its kind and the limit is reached. */
  boolean count(@Nullable ResourceId upstream, int status, @Nullable Reason reason) {
    ResourceId backend = upstream == null ? NO_BACKEND : upstream;
    int statusClass = Labels.statusClass(status);
    RequestCounter counter = find(backend, statusClass, reason);
    if (counter == null && !budget.isSpent()) {
      counter = findOrMake(backend, statusClass, reason);
    }
    if (counter == null) {
      return false;
    }
    counter.increment();
    return true;
  }

  /** Removes the series towards backends that are served no more. */
  synchronized void retain(Set<ResourceId> served) {
    keep(
        Arrays.stream(requests)
            .filter(of -> served.contains(of.backend()) || of.backend().equals(NO_BACKEND))
            .toArray(RequestCounter[]::new));
  }

  /** Removes the series; a request that ends meanwhile counts where nobody reads it. */
  synchronized void close() {
    closed = true;
    keep(new RequestCounter[0]);
    budget.returned(1);
  }

  void writeRequests(Text text) {
    for (RequestCounter counter : requests) {
      counter.write(text, label);
    }
  }

  private @Nullable RequestCounter find(
      ResourceId backend, int statusClass, @Nullable Reason reason) {
    for (RequestCounter counter : requests) {
      if (counter.counts(backend, statusClass, reason)) {
        return counter;
      }
    }
    return null;
  }

  private synchronized @Nullable RequestCounter findOrMake(
      ResourceId backend, int statusClass, @Nullable Reason reason) {
    RequestCounter raced = find(backend, statusClass, reason);
    if (raced != null) {
      return raced;
    }
    if (closed) {
      return new RequestCounter(backend, statusClass, reason);
    }
    if (!budget.take()) {
      return null;
    }
    RequestCounter[] more = Arrays.copyOf(requests, requests.length + 1);
    var made = new RequestCounter(backend, statusClass, reason);
    more[requests.length] = made;
    requests = more;
    return made;
  }

  private void keep(RequestCounter[] kept) {
    budget.returned(requests.length - kept.length);
    requests = kept;
  }
}
