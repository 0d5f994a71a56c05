package dev.gatehouse.e2e.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Who may talk to the server, and how the server signs: made once, so that they hold over restarts.
 *
 * @param tokens maps an administrator's token to the group that may do everything
 * @param signingKey signs service accounts' tokens
 * @param certificates where kube-apiserver keeps the certificate that it makes for itself
 */
record Credentials(String token, Path tokens, Path signingKey, Path certificates) {

  static Credentials make(Path folder) {
    try {
      var bytes = new byte[16];
      RandomGenerator.of("SecureRandom").nextBytes(bytes);
      String token = HexFormat.of().formatHex(bytes);
      Path tokens =
          Files.writeString(folder.resolve("tokens.csv"), token + ",admin,1,system:masters\n");
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      String key =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
      Path signingKey =
          Files.writeString(
              folder.resolve("service-accounts.key"),
              "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
      return new Credentials(token, tokens, signingKey, folder.resolve("certificates"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  /** Only there once the server has started for the first time. */
  Path certificate() {
    return certificates.resolve("apiserver.crt");
  }

  String kubeconfig(int port) {
    try {
      return """
      apiVersion: v1
      kind: Config
      clusters:
      - name: test
        cluster:
          server: https://127.0.0.1:%d
          certificate-authority-data: %s
      users:
      - name: admin
        user: {token: %s}
      contexts:
      - name: test
        context: {cluster: test, user: admin}
      current-context: test
      """
          .formatted(
              port, Base64.getEncoder().encodeToString(Files.readAllBytes(certificate())), token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
