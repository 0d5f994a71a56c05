package dev.gatehouse.operator.identity;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the two Secrets to what {@link Rotation} says. Each is written only over what was read, so
 * that of several processes which do so at once one is first, and the others take what it wrote.
 */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  /** Of writes that somebody else was ahead of, until that is a failure. */
  private static final int ATTEMPTS = 10;

  private final IdentitySettings settings;
  private final SecretStore store;
  private final InstantSource clock;
  private final SecretText text;
  private final Rotation rotation;
  private List<String> complaints = List.of();
  private @Nullable Holdings last;

  Upkeep(IdentitySettings settings, SecretStore store, Rotation rotation, InstantSource clock) {
    this.settings = settings;
    this.store = store;
    this.clock = clock;
    this.text = new SecretText(settings);
    this.rotation = rotation;
  }

  /** What the Secrets hold, whatever that is good for. */
  Holdings read() throws IOException {
    last = read(store.read(settings.operatorSecret()), store.read(settings.dataPlaneSecret()));
    return last;
  }

  /** What the Secrets hold once everything that is due was done. */
  Holdings write() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Stored operator = store.read(settings.operatorSecret());
      Stored dataPlane = store.read(settings.dataPlaneSecret());
      Rotation.Next next = rotation.next(read(operator, dataPlane), clock.instant());
      // The keys first: what the pods are given is then never of an authority that nobody has.
      if (write(settings.operatorSecret(), operator, text.operatorSecret(next.holdings()))
          && write(settings.dataPlaneSecret(), dataPlane, text.dataPlaneSecret(next.holdings()))) {
        next.done().forEach(done -> LOG.info("Push channel: {}", done));
        last = next.holdings();
        return next.holdings();
      }
    }
    throw new IOException(
        "Secrets %s and %s are changed by others all the time"
            .formatted(settings.operatorSecret(), settings.dataPlaneSecret()));
  }

  private boolean write(String name, Stored read, Map<String, String> data) throws IOException {
    return read.data().entrySet().containsAll(data.entrySet()) || store.write(name, read, data);
  }

  /**
   * Where somebody spoilt a part, that is what it was before, so that pods needn't learn to trust
   * another. A Secret that was emptied or deleted is another matter: whoever does that wants new
   * certificates.
   */
  private Holdings read(Stored operator, Stored dataPlane) {
    var found = new ArrayList<String>();
    Holdings holdings = text.read(operator.data(), dataPlane.data(), found::add);
    if (!found.equals(complaints)) {
      found.forEach(LOG::warn);
      complaints = found;
    }
    return found.isEmpty() || last == null ? holdings : holdings.mendedBy(last);
  }
}
