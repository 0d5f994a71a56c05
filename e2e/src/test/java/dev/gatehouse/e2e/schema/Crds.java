package dev.gatehouse.e2e.schema;

import dev.gatehouse.crds.CrdFile;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;

/** Puts our definitions into an API server. */
public final class Crds {
  private Crds() {}

  /** Returns once objects of the kinds are taken. */
  public static void install(ApiServer api) {
    for (CrdFile file : CrdFile.values()) {
      var crd =
          new KubernetesSerialization().unmarshal(file.yaml(), CustomResourceDefinition.class);
      api.client().resource(crd).forceConflicts().serverSideApply();
      Eventually.until(
          file.fileName() + " is established",
          Duration.ofSeconds(20),
          () -> isEstablished(api, crd));
    }
  }

  private static boolean isEstablished(ApiServer api, CustomResourceDefinition crd) {
    var found = api.client().resource(crd).get();
    return found.getStatus() != null
        && found.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }
}
