package dev.gatehouse.snapshot.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** X.509 certificates and elliptic-curve keys (PKCS #8) as text, RFC 7468. */
public final class Pem {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /** At least one. */
  public static List<X509Certificate> certificates(String text) throws BadIdentity {
    var certificates = new ArrayList<X509Certificate>();
    for (byte[] der : blocks(CERTIFICATE, text)) {
      try {
        certificates.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der)));
      } catch (GeneralSecurityException e) {
        throw new BadIdentity("holds what is no X.509 certificate", e);
      }
    }
    return certificates;
  }

  /** At least one. */
  public static List<PrivateKey> privateKeys(String text) throws BadIdentity {
    var keys = new ArrayList<PrivateKey>();
    for (byte[] der : blocks(PRIVATE_KEY, text)) {
      try {
        keys.add(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
      } catch (GeneralSecurityException e) {
        // Without the cause: nobody vouches that it doesn't quote what it could not read.
        throw new BadIdentity("holds what is no elliptic-curve key in PKCS #8");
      }
    }
    return keys;
  }

  public static String write(X509Certificate certificate) {
    try {
      return block(CERTIFICATE, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static String write(PrivateKey key) {
    return block(PRIVATE_KEY, key.getEncoded());
  }

  private static List<byte[]> blocks(String label, String text) throws BadIdentity {
    Matcher blocks =
        Pattern.compile("-----BEGIN %1$s-----([^-]*)-----END %1$s-----".formatted(label))
            .matcher(text);
    var found = new ArrayList<byte[]>();
    while (blocks.find()) {
      try {
        found.add(Base64.getMimeDecoder().decode(blocks.group(1)));
      } catch (IllegalArgumentException e) {
        throw new BadIdentity("holds a " + label + " that is no base64");
      }
    }
    if (found.isEmpty()) {
      throw new BadIdentity("holds no " + label + " in PEM");
    }
    return found;
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, LINES.encodeToString(der));
  }
}
