package dev.gatehouse.dataplane.compile;

import dev.gatehouse.snapshot.Upgrade;
import dev.gatehouse.snapshot.Upstream;
import java.util.Set;

/**
 * What this build understands beyond the first version of the format. A resource that requires
 * anything else is refused, so a name is added here with the change that makes it work.
 */
public final class Features {
  public static final Set<String> SUPPORTED =
      Set.of(Upstream.H2C_FEATURE, Upgrade.WEB_SOCKET.feature());

  private Features() {}
}
