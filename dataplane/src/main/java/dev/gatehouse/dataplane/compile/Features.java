package dev.gatehouse.dataplane.compile;

import java.util.Set;

/**
 * What this build understands beyond the first version of the format. A resource that requires
 * anything else is refused, so a name is added here with the change that makes it work.
 */
public final class Features {
  public static final Set<String> SUPPORTED = Set.of();

  private Features() {}
}
