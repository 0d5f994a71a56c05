package dev.gatehouse.e2e.push;

import dev.gatehouse.operator.identity.SecretStore;
import dev.gatehouse.operator.identity.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Secrets of a cluster that nobody else writes to. */
final class MemorySecrets implements SecretStore {
  private final Map<String, Stored> secrets = new HashMap<>();
  private int versions;

  @Override
  public Stored read(String name) {
    return secrets.getOrDefault(name, Stored.NONE);
  }

  @Override
  public boolean write(String name, Stored read, Map<String, String> data) {
    if (!Objects.equals(read.version(), read(name).version())) {
      return false;
    }
    secrets.put(name, new Stored(String.valueOf(++versions), data));
    return true;
  }
}
