package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.identity.SecretStore;
import dev.gatehouse.operator.identity.Stored;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Secrets of one namespace, on the API server. */
public final class KubernetesSecrets implements SecretStore {
  private static final String OPAQUE = "Opaque";
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final String namespace;

  public KubernetesSecrets(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public Stored read(String name) throws IOException {
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
      if (secret == null) {
        return Stored.NONE;
      }
      checkType(name, secret.getType());
      return new Stored(
          secret.getMetadata().getResourceVersion(),
          values(secret.getData(), KubernetesSecrets::decoded));
    } catch (KubernetesClientException e) {
      throw failure("read", name, e);
    }
  }

  @Override
  public boolean write(String name, Stored read, Map<String, String> data) throws IOException {
    // The version that was read goes along, and the API server compares it.
    Secret change =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withResourceVersion(read.version())
            .endMetadata()
            .withData(values(data, KubernetesSecrets::encoded))
            .build();
    try {
      var secrets = client.secrets().inNamespace(namespace);
      if (read.version() == null) {
        secrets.resource(change).create();
      } else {
        secrets.withName(name).patch(MERGE, new KubernetesSerialization().asJson(change));
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && read.version() != null)) {
        return false;
      }
      throw failure(read.version() == null ? "created" : "written", name, e);
    }
  }

  /** One of another type is somebody's, and has keys of the same names: it is not overwritten. */
  private void checkType(String name, @Nullable String type) throws IOException {
    if (type != null && !type.equals(OPAQUE)) {
      throw new IOException(
          "Secret %s/%s is of type %s, and certificates are kept in one of type %s: delete it, or name another"
              .formatted(namespace, name, type, OPAQUE));
    }
  }

  private IOException failure(String done, String name, KubernetesClientException e) {
    return new IOException(
        "Secret %s/%s can't be %s: %s".formatted(namespace, name, done, e.getMessage()), e);
  }

  private static Map<String, String> values(
      Map<String, String> data, UnaryOperator<String> change) {
    return data.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> change.apply(entry.getValue())));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
