package dev.gatehouse.crds.generate;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The definition of GatewayRoute, made from its Java types. */
final class GeneratedCrd {
  private GeneratedCrd() {}

  /** fabric8's generator writes files below {@code scratch}, which nobody reads. */
  static CustomResourceDefinition gatewayRoute(Path scratch) {
    var made = new ArrayList<CustomResourceDefinition>();
    new CRDGenerator()
        .customResourceClasses(GatewayRoute.class)
        .forCRDVersions("v1")
        .withParallelGenerationEnabled(false)
        .inOutputDir(scratch.toFile())
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                made.add((CustomResourceDefinition) crd);
                return crd;
              }
            })
        .generate();
    return refined(made.getFirst());
  }

  private static CustomResourceDefinition refined(CustomResourceDefinition crd) {
    crd.getSpec().getNames().setCategories(List.of("gatehouse"));
    JSONSchemaProps root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    root.setRequired(List.of("spec"));
    root.setDescription(GatewayRoute.class.getAnnotation(JsonClassDescription.class).value());
    sortColumns(crd.getSpec().getVersions().getFirst());
    describe(root, "spec", "What is wanted.");
    describe(root, "status", "What became of it; written by the operator.");
    SchemaRefinement.refine(GatewayRouteSpec.class, SchemaRefinement.property(root, "spec"));
    SchemaRefinement.refine(GatewayRouteStatus.class, SchemaRefinement.property(root, "status"));
    return crd;
  }

  /** As people read them; the generator sorts by path. */
  private static void sortColumns(CustomResourceDefinitionVersion version) {
    var order =
        Stream.of(GatewayRoute.class.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
  }

  private static void describe(JSONSchemaProps root, String property, String description) {
    SchemaRefinement.property(root, property).setDescription(description);
  }
}
