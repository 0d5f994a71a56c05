package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.publish.Epochs;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Epochs kept in an annotation of a Lease, each written only over the one that was read: of two
 * processes that claim at once one fails, and tries again above the other.
 */
public final class LeaseEpochs implements Epochs {
  static final String ANNOTATION = "gatehouse.dev/epoch";

  private final Vertx vertx;
  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  public LeaseEpochs(Vertx vertx, KubernetesClient client, String namespace, String name) {
    this.vertx = vertx;
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  @Override
  public Future<Long> claim(long highestSeen) {
    return vertx
        .executeBlocking(() -> claimNow(highestSeen), false)
        .map(claimed -> Objects.requireNonNull(claimed));
  }

  private long claimNow(long highestSeen) {
    var leases = client.leases().inNamespace(namespace);
    Lease lease = leases.withName(name).get();
    long epoch = Math.addExact(1, Math.max(highestSeen, lease == null ? 0 : written(lease)));
    if (lease == null) {
      var first =
          new LeaseBuilder()
              .withNewMetadata()
              .withName(name)
              .addToAnnotations(ANNOTATION, String.valueOf(epoch))
              .endMetadata()
              .withNewSpec()
              .endSpec()
              .build();
      leases.resource(first).create();
    } else {
      // The resource version that was read goes along, and the API server compares it.
      var next =
          lease
              .edit()
              .editMetadata()
              .addToAnnotations(ANNOTATION, String.valueOf(epoch))
              .endMetadata()
              .build();
      leases.resource(next).update();
    }
    return epoch;
  }

  private static long written(Lease lease) {
    var annotations = lease.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(ANNOTATION);
    if (text == null) {
      return 0;
    }
    try {
      long epoch = Long.parseLong(text);
      if (epoch >= 0 && epoch < Long.MAX_VALUE) {
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
            + ANNOTATION
            + " of Lease "
            + lease.getMetadata().getNamespace()
            + "/"
            + lease.getMetadata().getName()
            + " is not an epoch: "
            + text
            + "; remove it, and a new one is taken above all that pods have seen",
        cause);
  }
}
