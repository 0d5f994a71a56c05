package dev.gatehouse.cli.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.net.InetAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A port of this machine that leads to the operator that holds the Lease. */
public final class LeaderPort implements AutoCloseable {
  private final KubernetesClient client;
  private final String holder;
  private final LocalPortForward forward;

  /**
   * Where the operator is.
   *
   * @param context of the kubeconfig; null for its current one
   * @param namespace that Gatehouse is installed in
   * @param lease by which its operators agree on who leads
   * @param port that the operator answers people on
   */
  public record Place(@Nullable String context, String namespace, String lease, int port) {}

  private LeaderPort(KubernetesClient client, String holder, LocalPortForward forward) {
    this.client = client;
    this.holder = holder;
    this.forward = forward;
  }

  /** Finds the leader and opens the port. */
  public static LeaderPort open(Place place) throws Unreachable {
    Config config = Config.autoConfigure(place.context());
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    try {
      String holder = holder(client, place);
      LocalPortForward forward =
          client
              .pods()
              .inNamespace(place.namespace())
              .withName(holder)
              .portForward(place.port(), InetAddress.getLoopbackAddress(), 0);
      return new LeaderPort(client, holder, forward);
    } catch (KubernetesClientException e) {
      client.close();
      throw new Unreachable(
          "The API server at %s can't be asked: %s%s"
              .formatted(config.getMasterUrl(), because(e), hint(config)),
          e);
    } catch (Unreachable e) {
      client.close();
      throw e;
    }
  }

  private static String holder(KubernetesClient client, Place place) throws Unreachable {
    Lease lease = client.leases().inNamespace(place.namespace()).withName(place.lease()).get();
    String name = place.namespace() + "/" + place.lease();
    if (lease == null) {
      throw new Unreachable(
          "There is no Lease "
              + name
              + "; is Gatehouse installed there? --namespace and --lease say where it is.");
    }
    String holder = lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
    if (holder == null || holder.isEmpty()) {
      throw new Unreachable("Nobody holds the Lease " + name + ": no operator leads at present.");
    }
    return holder;
  }

  private static String because(KubernetesClientException e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.equals(e)
        ? String.valueOf(e.getMessage())
        : deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
  }

  private static String hint(Config config) {
    return config.getCurrentContext() == null
        ? "; there is no kubeconfig with a current context, in KUBECONFIG or ~/.kube/config"
        : "";
  }

  /** The pod that leads. */
  public String holder() {
    return holder;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + forward.getLocalPort());
  }

  /** Why the port led nowhere; null where that isn't known. */
  public @Nullable String failure() {
    return forward.getServerThrowables().stream()
        .findFirst()
        .map(thrown -> holder + ": " + thrown.getMessage())
        .orElse(null);
  }

  @Override
  public void close() {
    try (client) {
      forward.close();
    } catch (java.io.IOException e) {
      // It ends with the process anyway.
    }
  }
}
