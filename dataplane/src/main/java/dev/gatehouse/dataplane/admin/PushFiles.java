package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.settings.DataPlaneSettings.PushTls;
import dev.gatehouse.snapshot.identity.BadIdentity;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import dev.gatehouse.snapshot.identity.Pem;
import dev.gatehouse.snapshot.identity.PinnedTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The text of the three files, of one moment.
 *
 * @param files where they were read
 */
record PushFiles(PushTls files, String certificate, String key, String ca) {
  /**
   * Reads twice, until both are equal: kubelet exchanges all three at once, which may happen
   * between two of them.
   *
   * @throws IOException with a sentence that says which file can't be read
   */
  static PushFiles read(PushTls files) throws IOException {
    PushFiles before = once(files);
    PushFiles now = once(files);
    while (!now.equals(before)) {
      before = now;
      now = once(files);
    }
    return now;
  }

  /**
   * A certificate that has ended, or is not valid yet, is taken: it serves nobody, and a pod that
   * restarts meanwhile still serves its clients.
   */
  ChannelIdentity identity(InstantSource clock) throws BadIdentity {
    Credential own;
    try {
      own = Credential.read(certificate, key);
    } catch (BadIdentity e) {
      throw new BadIdentity(
          "%s with %s: %s".formatted(files.certificate(), files.key(), e.getMessage()), e);
    }
    if (!Party.DATA_PLANE.isNamedBy(own.certificate())) {
      throw new BadIdentity(
          files.certificate() + ": is not a certificate of " + Party.DATA_PLANE.dnsName());
    }
    try {
      return new ChannelIdentity(own, new PinnedTrust(Party.OPERATOR, Pem.certificates(ca), clock));
    } catch (BadIdentity e) {
      throw new BadIdentity(files.ca() + ": " + e.getMessage(), e);
    }
  }

  /** Not the key. */
  @Override
  public String toString() {
    return "PushFiles[" + files + "]";
  }

  private static PushFiles once(PushTls files) throws IOException {
    return new PushFiles(files, text(files.certificate()), text(files.key()), text(files.ca()));
  }

  /** Any bytes are some text in Latin-1, and PEM is ASCII. */
  private static String text(String file) throws IOException {
    try {
      return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IOException(file + " can't be read: " + e, e);
    }
  }
}
