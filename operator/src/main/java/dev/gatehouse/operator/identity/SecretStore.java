package dev.gatehouse.operator.identity;

import java.io.IOException;
import java.util.Map;

/** Secrets of one namespace, by their names. Blocks. */
public interface SecretStore {
  /**
   * Reads one; also one that isn't there.
   *
   * @throws IOException with a sentence that says which Secret can't be read, and why
   */
  Stored read(String name) throws IOException;

  /**
   * Sets these keys and leaves others alone, or creates the Secret where there was none.
   *
   * @return false if it is no longer as it was read; it is left as it is then
   * @throws IOException with a sentence that says which Secret can't be written, and why
   */
  boolean write(String name, Stored read, Map<String, String> data) throws IOException;
}
