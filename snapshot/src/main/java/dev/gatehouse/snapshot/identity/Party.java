package dev.gatehouse.snapshot.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * An end of the push channel. Its certificate bears its name, since pods are addressed by IP and
 * come and go, and is good for its side of a connection alone (RFC 5280, extended key usage).
 */
public enum Party {
  /** Connects and pushes. */
  OPERATOR("operator.gatehouse.internal", "1.3.6.1.5.5.7.3.2"),

  /** Listens and is pushed to. */
  DATA_PLANE("dataplane.gatehouse.internal", "1.3.6.1.5.5.7.3.1");

  private static final int DNS_NAME = 2;

  private final String dnsName;
  private final String purpose;

  Party(String dnsName, String purpose) {
    this.dnsName = dnsName;
    this.purpose = purpose;
  }

  /** The subject alternative name of its certificates. */
  public String dnsName() {
    return dnsName;
  }

  /** The object identifier of the extended key usage of its certificates. */
  public String purpose() {
    return purpose;
  }

  /** Whether the certificate says so; whether it is to be believed is another question. */
  public boolean isNamedBy(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return purposes != null
          && purposes.contains(purpose)
          && names != null
          && names.contains(List.of(DNS_NAME, dnsName));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
