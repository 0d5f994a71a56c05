package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Decoded;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.PushProblem;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What a pod is to the operator: it takes pushes, verifies and decodes them, keeps every resource's
 * bytes and answers, but serves nobody. Used by one event loop.
 */
final class Receiver {
  private final Arrivals arrivals;
  private final ConcurrentMap<Encoded, Encoded> kept;
  private PMap<ResourceId, Encoded> resources = HashTreePMap.empty();
  private SnapshotHash hash = SnapshotHash.EMPTY;
  private volatile @Nullable SnapshotVersion version;
  private long highest;

  /** A push that is not taken. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String reason) {
      super(reason);
      this.status = status;
    }
  }

  /**
   * One that has nothing yet, and notes changes as they arrive.
   *
   * @param kept resources that any receiver ever had, each once: a hundred times those of a cluster
   *     would be more than collections of one process can bear
   */
  Receiver(Arrivals arrivals, ConcurrentMap<Encoded, Encoded> kept) {
    this.arrivals = arrivals;
    this.kept = kept;
  }

  boolean hasSnapshot() {
    return version != null;
  }

  void handle(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.GET)) {
      acknowledge(request);
    } else {
      request.body().onSuccess(body -> take(request, body.getBytes()));
    }
  }

  private void take(HttpServerRequest request, byte[] body) {
    try {
      take(read(request, body));
      acknowledge(request);
    } catch (Refused e) {
      var problem = new PushProblem(String.valueOf(e.getMessage()), "refused");
      request
          .response()
          .setStatusCode(e.status)
          .end(Buffer.buffer(PushCodec.writeProblem(problem)));
    }
  }

  private void acknowledge(HttpServerRequest request) {
    request.response().end(Buffer.buffer(PushCodec.writeAck(new Ack(version, List.of()))));
  }

  private static Push read(HttpServerRequest request, byte[] body) throws Refused {
    if (!PushCodec.contentDigest(body).equals(request.getHeader("content-digest"))) {
      throw new Refused(400, "BAD_DIGEST");
    }
    boolean gzip = "gzip".equals(request.getHeader("content-encoding"));
    try {
      return PushCodec.read(gzip ? inflated(body) : body);
    } catch (PushCodec.MalformedPush e) {
      throw new Refused(400, "MALFORMED");
    }
  }

  private void take(Push push) throws Refused {
    SnapshotVersion served = version;
    if (push.version().equals(served)) {
      return;
    }
    if (served != null && !push.version().isNewerThan(served)) {
      throw new Refused(409, "STALE_VERSION");
    }
    if (!push.isWhole() && !hash.hex().equals(push.base())) {
      throw new Refused(412, "BASE_MISMATCH");
    }
    Delta delta = push.isWhole() ? Delta.between(resources, push.delta().upserted()) : push.delta();
    SnapshotHash after = delta.hashAfter(hash, resources);
    if (!after.hex().equals(push.version().hash())) {
      throw new Refused(400, "HASH_MISMATCH");
    }
    long change = delta.upserted().values().stream().mapToLong(Receiver::change).max().orElse(0);
    resources = resources.minusAll(delta.removed());
    for (Encoded resource : delta.upserted().values()) {
      resources = resources.plus(resource.id(), kept.computeIfAbsent(resource, same -> same));
    }
    hash = after;
    version = push.version();
    if (change > highest) {
      arrivals.note(Math.max(highest, RouteChange.FIRST - 1), change);
      highest = change;
    }
  }

  /** The number that a route answers with by itself; 0 for any other resource. */
  private static long change(Encoded encoded) {
    return switch (ResourceCodec.decode(encoded, Set.of())) {
      case Decoded.Known(RouteRule rule) ->
          rule.filters().stream().mapToLong(Receiver::number).max().orElse(0);
      case Decoded.Known _ -> 0;
      case Decoded other -> throw new IllegalStateException(encoded + " is " + other);
    };
  }

  private static long number(Filter filter) {
    return filter instanceof Filter.DirectResponse answer
        ? Long.parseLong(Objects.requireNonNull(answer.body()))
        : 0;
  }

  private static byte[] inflated(byte[] body) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body), 1 << 16)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
