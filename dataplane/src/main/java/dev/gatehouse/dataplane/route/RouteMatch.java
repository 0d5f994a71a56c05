package dev.gatehouse.dataplane.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rule that takes a request.
 *
 * @param variables of the path's template, still percent-encoded
 * @param matchedPrefix as the route writes it, but without a trailing slash, so empty for {@code
 *     /}; null unless a PathPrefix matched
 */
public record RouteMatch(
    CompiledRule rule, Map<String, String> variables, @Nullable String matchedPrefix) {}
