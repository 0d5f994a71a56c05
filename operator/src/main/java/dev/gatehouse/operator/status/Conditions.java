package dev.gatehouse.operator.status;

import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.translate.Finding;
import dev.gatehouse.operator.translate.Quarantine;
import dev.gatehouse.operator.translate.Shadow;
import dev.gatehouse.operator.translate.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A verdict as the conditions of a status, in the manner of the Gateway API. */
public final class Conditions {
  /** Names the gateway that a data-plane pod belongs to. */
  public static final String GATEWAY_LABEL = "gatehouse.dev/gateway";

  private static final Set<String> TYPES =
      Set.of("Accepted", "ResolvedRefs", "Programmed", "Shadowed");

  private Conditions() {}

  /**
   * The status to write.
   *
   * @param previous the object's status as last seen, whose transition times stay where a
   *     condition's status does
   * @param now to the second; the time of what does change
   */
  public static GatewayRouteStatus of(
      Verdict verdict,
      Programming programming,
      @Nullable GatewayRouteStatus previous,
      Instant now) {
    var conditions = new ArrayList<Condition>();
    var writer = new ConditionWriter(verdict.generation(), previous, now);
    conditions.add(accepted(verdict, writer));
    conditions.add(resolvedRefs(verdict, writer));
    conditions.add(programmed(verdict, programming, writer));
    if (!verdict.shadowed().isEmpty()) {
      conditions.add(writer.yes("Shadowed", "Shadowed", shadowed(verdict.shadowed())));
    }
    return new GatewayRouteStatus(
        verdict.generation(),
        programming.liveGeneration() == 0 ? null : programming.liveGeneration(),
        conditions,
        lastGood(verdict.quarantine()));
  }

  /**
   * Whether a status, as somebody sees it, says already what is to be written. Conditions of other
   * types, and the order, are the business of others.
   */
  public static boolean areIn(@Nullable GatewayRouteStatus seen, GatewayRouteStatus written) {
    return seen != null
        && Objects.equals(seen.observedGeneration(), written.observedGeneration())
        && Objects.equals(seen.liveGeneration(), written.liveGeneration())
        && Objects.equals(seen.lastGood(), written.lastGood())
        && own(seen).equals(own(written));
  }

  private static Set<Condition> own(GatewayRouteStatus status) {
    List<Condition> conditions = status.conditions();
    return conditions == null
        ? Set.of()
        : conditions.stream()
            .filter(condition -> TYPES.contains(condition.getType()))
            .collect(Collectors.toSet());
  }

  private static Condition accepted(Verdict verdict, ConditionWriter writer) {
    return verdict.isAccepted()
        ? writer.yes("Accepted", "Accepted", "the route is valid")
        : writer.no("Accepted", reason(verdict.problems()), messages(verdict.problems()));
  }

  private static Condition resolvedRefs(Verdict verdict, ConditionWriter writer) {
    if (!verdict.unresolved().isEmpty()) {
      return writer.no(
          "ResolvedRefs", reason(verdict.unresolved()), messages(verdict.unresolved()));
    }
    return verdict.isServed()
        ? writer.yes("ResolvedRefs", "ResolvedRefs", "all references lead somewhere")
        : writer.unknown(
            "ResolvedRefs", "Invalid", "not looked at, since the route is not accepted");
  }

  private static Condition programmed(
      Verdict verdict, Programming programming, ConditionWriter writer) {
    String type = "Programmed";
    Quarantine quarantine = verdict.quarantine();
    if (quarantine != null) {
      return writer.no(
          type,
          "Quarantined",
          "generation "
              + verdict.generation()
              + (quarantine.lastGood().generation() == verdict.generation()
                  ? " is served as it was translated before: "
                  : " is not served, generation " + quarantine.lastGood().generation() + " is: ")
              + quarantine.message());
    }
    if (!verdict.isAccepted()) {
      return writer.no(
          type, "Invalid", "nothing of the route is served: " + messages(verdict.problems()));
    }
    if (programming.detail().equals(Programming.NO_PODS)) {
      return writer.no(type, "Pending", nobody(verdict.fleet()));
    }
    String pods = programming.detail().isEmpty() ? "" : ": " + programming.detail() + " pods";
    return switch (programming.state()) {
      case Pending ->
          writer.no(type, "Pending", "the gateway's pods have yet to acknowledge it" + pods);
      case Lagging ->
          writer.no(type, "PodLagging", "some of the gateway's pods don't serve it yet" + pods);
      case Live ->
          refused(verdict)
              .map(refused -> writer.no(type, refused.reason(), refused.message()))
              .orElseGet(() -> writer.yes(type, "Programmed", "the gateway's pods serve it"));
    };
  }

  /** What a pod refuses of that to which the route leads. */
  private static Optional<Finding> refused(Verdict verdict) {
    return verdict.unresolved().stream()
        .filter(finding -> finding.reason().equals(Finding.REFUSED))
        .findFirst();
  }

  private static String nobody(String fleet) {
    return "no pod of gateway \""
        + fleet
        + "\" is there; pods are found by label "
        + GATEWAY_LABEL
        + "="
        + fleet;
  }

  private static String reason(List<Finding> findings) {
    return findings.getFirst().reason();
  }

  private static String messages(List<Finding> findings) {
    return findings.stream().map(Finding::message).collect(Collectors.joining("; "));
  }

  private static String shadowed(List<Shadow> shadows) {
    return shadows.stream()
        .map(
            shadow ->
                "rule "
                    + shadow.rule()
                    + " takes no request, since "
                    + String.join(" and ", shadow.by())
                    + (shadow.by().size() == 1 ? " takes" : " take")
                    + " them all")
        .collect(Collectors.joining("; "));
  }

  private static GatewayRouteStatus.@Nullable LastGood lastGood(@Nullable Quarantine quarantine) {
    return quarantine != null && quarantine.lastGood().spec() instanceof GatewayRouteSpec spec
        ? new GatewayRouteStatus.LastGood(quarantine.lastGood().generation(), spec)
        : null;
  }
}
