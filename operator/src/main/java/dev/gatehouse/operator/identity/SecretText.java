package dev.gatehouse.operator.identity;

import dev.gatehouse.snapshot.identity.BadIdentity;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Pem;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link Holdings} as the text of the two Secrets. */
final class SecretText {
  private static final String AUTHORITIES = "ca.crt";
  private static final String AUTHORITY_KEYS = "ca.key";
  private static final String TRUSTED_SINCE = "ca.since";
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";

  private final IdentitySettings settings;

  SecretText(IdentitySettings settings) {
    this.settings = settings;
  }

  /**
   * Reads what can be read.
   *
   * @param problems is told in a sentence what is there and can't be used
   */
  Holdings read(
      Map<String, String> operator, Map<String, String> dataPlane, Consumer<String> problems) {
    var ofOperator = new Reading(settings.operatorSecret(), operator, problems);
    var ofDataPlane = new Reading(settings.dataPlaneSecret(), dataPlane, problems);
    return new Holdings(
        ofOperator.authorities(),
        ofOperator.credential(),
        ofDataPlane.certificates(),
        ofDataPlane.since(),
        ofDataPlane.credential());
  }

  Map<String, String> operatorSecret(Holdings holdings) {
    Map<String, String> data = credential(holdings.operator());
    data.put(AUTHORITIES, certificates(holdings.certificates()));
    data.put(
        AUTHORITY_KEYS,
        holdings.authorities().stream()
            .map(Authority::key)
            .filter(Objects::nonNull)
            .map(Pem::write)
            .collect(Collectors.joining()));
    return data;
  }

  Map<String, String> dataPlaneSecret(Holdings holdings) {
    Map<String, String> data = credential(holdings.dataPlane());
    data.put(AUTHORITIES, certificates(holdings.trusted()));
    data.put(TRUSTED_SINCE, String.valueOf(holdings.trustedSince()));
    return data;
  }

  private static Map<String, String> credential(@Nullable Credential credential) {
    var data = new LinkedHashMap<String, String>();
    if (credential != null) {
      data.put(CERTIFICATE, Pem.write(credential.certificate()));
      data.put(KEY, Pem.write(credential.key()));
    }
    return data;
  }

  private static String certificates(List<X509Certificate> certificates) {
    return certificates.stream().map(Pem::write).collect(Collectors.joining());
  }

  /** One Secret; an empty one is new, and no problem. */
  private record Reading(String secret, Map<String, String> data, Consumer<String> problems) {
    /** Those whose keys are lost, too: what they issued is in use. */
    List<Authority> authorities() {
      List<PrivateKey> keys = keys();
      var authorities = new ArrayList<Authority>();
      for (X509Certificate certificate : certificates()) {
        PrivateKey own =
            keys.stream()
                .filter(key -> Credential.belong(key, certificate.getPublicKey()))
                .findFirst()
                .orElse(null);
        authorities.add(new Authority(certificate, own));
      }
      return authorities;
    }

    List<X509Certificate> certificates() {
      String text = text(AUTHORITIES);
      try {
        return text == null ? List.of() : Pem.certificates(text);
      } catch (BadIdentity e) {
        tell(AUTHORITIES, e);
        return List.of();
      }
    }

    private List<PrivateKey> keys() {
      String text = text(AUTHORITY_KEYS);
      try {
        return text == null ? List.of() : Pem.privateKeys(text);
      } catch (BadIdentity e) {
        tell(AUTHORITY_KEYS, e);
        return List.of();
      }
    }

    @Nullable Credential credential() {
      String certificate = text(CERTIFICATE);
      String key = text(KEY);
      try {
        return certificate == null || key == null ? null : Credential.read(certificate, key);
      } catch (BadIdentity e) {
        tell(CERTIFICATE + " with " + KEY, e);
        return null;
      }
    }

    @Nullable Instant since() {
      String text = text(TRUSTED_SINCE);
      try {
        return text == null ? null : Instant.parse(text);
      } catch (DateTimeException e) {
        tell(TRUSTED_SINCE, new BadIdentity("holds no time like 2026-01-31T12:00:00Z", e));
        return null;
      }
    }

    private @Nullable String text(String key) {
      String text = data.get(key);
      if (text == null && !data.isEmpty()) {
        problems.accept("Secret " + secret + ": " + key + " is missing");
      }
      return text;
    }

    private void tell(String key, BadIdentity why) {
      problems.accept("Secret " + secret + ": " + key + " " + why.getMessage());
    }
  }
}
