package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.LastGood;

/**
 * A route whose newest generation can't be served, so that an older one is.
 *
 * @param lastGood what is served instead, translated against the Services and grants of today
 */
public record Quarantine(LastGood lastGood, String reason, String message) {}
