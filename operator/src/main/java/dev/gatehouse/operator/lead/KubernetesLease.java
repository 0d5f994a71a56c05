package dev.gatehouse.operator.lead;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Lease of the cluster. Its spec is written as client-go does; epoch and process are annotations.
 * Whatever else stands in it is left alone. Each call is one request, with one attempt.
 */
public final class KubernetesLease implements LeaseStore {
  /** The number that pods compare. */
  static final String EPOCH = "gatehouse.dev/epoch";

  /** No count comes so far, and yet versions have room for many more. */
  private static final long HIGHEST = 1_000_000_000_000_000L;

  /** Which process of the holder's name wrote it. */
  static final String PROCESS = "gatehouse.dev/process";

  private static final PatchContext PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("gatehouse")
          .build();

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  public KubernetesLease(KubernetesClient client, String namespace, LeaseSettings settings) {
    var once =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestTimeout(Math.toIntExact(settings.requestTimeout().toMillis()))
            .withRequestRetryBackoffLimit(0)
            .build();
    this.client = client.newClient(once).adapt(KubernetesClient.class);
    this.namespace = namespace;
    this.name = settings.name();
  }

  @Override
  public @Nullable Stored read() {
    Lease lease = lease().get();
    return lease == null ? null : stored(lease);
  }

  @Override
  public @Nullable Stored write(LeaseRecord record, @Nullable Stored over) {
    Lease next = lease(record, over);
    try {
      return stored(
          over == null
              ? client.leases().inNamespace(namespace).resource(next).create()
              : lease().patch(PATCH, Serialization.asJson(next)));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409 || (e.getCode() == 404 && over != null)) {
        return null;
      }
      throw e;
    }
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace(namespace).withName(name);
  }

  /** With the version that was read, which the API server compares. */
  private Lease lease(LeaseRecord record, @Nullable Stored over) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(name)
        .withResourceVersion(over == null ? null : over.version())
        .addToAnnotations(EPOCH, String.valueOf(record.epoch()))
        .addToAnnotations(PROCESS, record.process())
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(record.holder())
        .withLeaseDurationSeconds(Math.toIntExact(record.duration().toSeconds()))
        .withAcquireTime(zoned(record.acquired()))
        .withRenewTime(zoned(record.renewed()))
        .withLeaseTransitions(record.transitions())
        .endSpec()
        .build();
  }

  private static Stored stored(Lease lease) {
    LeaseSpec spec = requireNonNullElse(lease.getSpec(), new LeaseSpec());
    Map<String, String> annotations =
        requireNonNullElse(lease.getMetadata().getAnnotations(), Map.of());
    var record =
        new LeaseRecord(
            requireNonNullElse(spec.getHolderIdentity(), ""),
            requireNonNullElse(annotations.get(PROCESS), ""),
            Duration.ofSeconds(requireNonNullElse(spec.getLeaseDurationSeconds(), 0)),
            instant(spec.getAcquireTime()),
            instant(spec.getRenewTime()),
            requireNonNullElse(spec.getLeaseTransitions(), 0),
            epoch(lease, annotations.get(EPOCH)));
    return new Stored(record, lease.getMetadata().getResourceVersion());
  }

  private static long epoch(Lease lease, @Nullable String text) {
    if (text == null) {
      return 0;
    }
    try {
      long epoch = Long.parseLong(text);
      if (epoch >= 0 && epoch <= HIGHEST) {
        return epoch;
      }
    } catch (NumberFormatException e) {
      throw notAnEpoch(lease, text, e);
    }
    throw notAnEpoch(lease, text, null);
  }

  private static IllegalStateException notAnEpoch(
      Lease lease, String text, @Nullable NumberFormatException cause) {
    return new IllegalStateException(
        "annotation "
            + EPOCH
            + " of Lease "
            + lease.getMetadata().getNamespace()
            + "/"
            + lease.getMetadata().getName()
            + " is not an epoch: "
            + text
            + "; remove it, and a new one is taken above all that pods have seen",
        cause);
  }

  private static @Nullable ZonedDateTime zoned(@Nullable Instant instant) {
    return instant == null ? null : instant.atZone(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(@Nullable ZonedDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
