package dev.gatehouse.operator.identity;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Secrets in memory, which count their versions. */
final class FakeSecrets implements SecretStore {
  private final Map<String, Stored> secrets = new HashMap<>();
  private int versions;
  private int writes;
  private @Nullable String failure;
  private Runnable beforeWrite = () -> {};

  /** How often somebody wrote something. */
  synchronized int writes() {
    return writes;
  }

  /** What is there. */
  synchronized Map<String, String> data(String name) {
    return secrets.getOrDefault(name, Stored.NONE).data();
  }

  /** As somebody else would do it. */
  synchronized void put(String name, Map<String, String> data) {
    secrets.put(name, new Stored(String.valueOf(++versions), data));
  }

  synchronized void remove(String name) {
    secrets.remove(name);
  }

  /** Nothing works from now on; null for the opposite. */
  synchronized void fail(@Nullable String why) {
    failure = why;
  }

  /** Runs once, before the next write arrives. */
  synchronized void beforeWrite(Runnable action) {
    beforeWrite = action;
  }

  @Override
  public synchronized Stored read(String name) throws IOException {
    throwFailure();
    return secrets.getOrDefault(name, Stored.NONE);
  }

  @Override
  public synchronized boolean write(String name, Stored read, Map<String, String> data)
      throws IOException {
    throwFailure();
    Runnable before = beforeWrite;
    beforeWrite = () -> {};
    before.run();
    Stored now = secrets.getOrDefault(name, Stored.NONE);
    if (!Objects.equals(now.version(), read.version())) {
      return false;
    }
    writes++;
    var merged = new HashMap<>(now.data());
    merged.putAll(data);
    put(name, merged);
    return true;
  }

  private void throwFailure() throws IOException {
    if (failure != null) {
      throw new IOException(failure);
    }
  }
}
