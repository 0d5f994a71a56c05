package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.source.Route;
import dev.gatehouse.operator.translate.Judgement.Served;
import java.util.List;
import java.util.Set;

/** A route with its references resolved. */
record Built(Route route, List<Served> rules, List<Finding> unresolved, Set<Target> upstreams) {}
