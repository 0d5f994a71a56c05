package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.translate.Judgement.Needs;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.ResourceId;

/**
 * Which routes have to be judged again when something else changes.
 *
 * @param targets the routes that refer to a port of a Service
 * @param ports the ports of a Service that any route refers to
 * @param grants the routes that need a ReferenceGrant of a namespace
 * @param namespaces the routes in a namespace
 * @param forms the route that a rule belongs to
 */
record Dependents(
    Multimap<Target, ObjectKey> targets,
    Multimap<ObjectKey, Integer> ports,
    Multimap<String, ObjectKey> grants,
    Multimap<String, ObjectKey> namespaces,
    Multimap<ResourceId, ObjectKey> forms) {
  static final Dependents NONE =
      new Dependents(
          Multimap.empty(), Multimap.empty(), Multimap.empty(), Multimap.empty(), Multimap.empty());

  Dependents plus(Judgement judgement) {
    ObjectKey route = judgement.route();
    Needs needs = judgement.needs();
    Multimap<ObjectKey, Integer> morePorts = ports;
    for (Target target : needs.targets()) {
      morePorts = morePorts.plus(target.service(), target.port());
    }
    return new Dependents(
        targets.plusAll(needs.targets(), route),
        morePorts,
        grants.plusAll(needs.grants(), route),
        namespaces.plus(route.namespace(), route),
        forms.plusAll(needs.forms(), route));
  }

  Dependents minus(Judgement judgement) {
    ObjectKey route = judgement.route();
    Needs needs = judgement.needs();
    Multimap<Target, ObjectKey> restTargets = targets.minusAll(needs.targets(), route);
    Multimap<ObjectKey, Integer> restPorts = ports;
    for (Target target : needs.targets()) {
      if (restTargets.get(target).isEmpty()) {
        restPorts = restPorts.minus(target.service(), target.port());
      }
    }
    return new Dependents(
        restTargets,
        restPorts,
        grants.minusAll(needs.grants(), route),
        namespaces.minus(route.namespace(), route),
        forms.minusAll(needs.forms(), route));
  }
}
