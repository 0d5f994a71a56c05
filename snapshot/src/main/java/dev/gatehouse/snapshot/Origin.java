package dev.gatehouse.snapshot;

import java.util.Objects;

/**
 * Where a rule comes from, as far as precedence and explanations need it.
 *
 * @param kind the Kubernetes kind, like {@code GatewayRoute}
 * @param rule the rule's name within the object
 * @param index the rule's place within the object, from 0; the earlier wins a tie
 * @param created seconds since 1970, 0 where unknown (a folder on a laptop); the older wins a tie
 */
public record Origin(
    String kind, String namespace, String name, String rule, int index, long created) {
  public Origin {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(rule, "rule");
  }
}
