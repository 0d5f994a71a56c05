package dev.gatehouse.snapshot.identity;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents one certificate, whatever is asked for: the other end says what is wrong with it. The
 * JDK's own key managers need a key store, which takes long to derive a key from no password.
 */
final class OwnCertificate extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";

  private final @Nullable Credential own;

  /**
   * For one end.
   *
   * @param own null to present nothing
   */
  OwnCertificate(@Nullable Credential own) {
    this.own = own;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
    return own == null ? null : new X509Certificate[] {own.certificate()};
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
    return own == null ? null : own.key();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return aliases();
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias();
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return aliases();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias();
  }

  private String @Nullable [] aliases() {
    return own == null ? null : new String[] {ALIAS};
  }

  private @Nullable String alias() {
    return own == null ? null : ALIAS;
  }
}
