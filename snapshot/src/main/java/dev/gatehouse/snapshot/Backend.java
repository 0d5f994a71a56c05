package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** A share of a rule's requests: {@code weight} of the sum of all weights, 0 to 1,000,000. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Backend.To.class, name = "To"),
  @JsonSubTypes.Type(value = Backend.Unresolved.class, name = "Unresolved"),
})
public sealed interface Backend {
  int weight();

  /** Goes to an upstream of the same snapshot. */
  record To(ResourceId upstream, int weight) implements Backend {
    public To {
      Objects.requireNonNull(upstream, "upstream");
    }
  }

  /**
   * Answers 500, since the reference can't be resolved.
   *
   * @param name what was named, for explanations: {@code namespace/name:port}
   * @param reason the condition's reason, like {@code BackendNotFound} or {@code RefNotPermitted}
   */
  record Unresolved(String name, String reason, int weight) implements Backend {
    public Unresolved {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
