package dev.gatehouse.crds.v1alpha1;

/** The bounds and patterns that several fields share. */
final class Limits {
  static final int NAME = 63;
  static final int HOSTNAME = 253;
  static final int HEADER_NAME = 64;
  static final int HEADER_VALUE = 4096;
  static final int MATCH_VALUE = 512;
  static final int PATH = 512;

  /** A DNS label (RFC 1123), as Kubernetes wants for the names of Services and namespaces. */
  static final String DNS_LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  /** A field name or method of HTTP, RFC 9110, section 5.6.2. */
  static final String TOKEN = "^[-!#$%&'*+.^_`|~0-9A-Za-z]+$";

  /** No control characters, line breaks above all, but tabs. */
  static final String NO_CONTROLS = "^[^\\x00-\\x08\\x0a-\\x1f\\x7f]*$";

  /** A duration of the Gateway API, GEP-2257. */
  static final String DURATION = "^([0-9]{1,5}(h|m|s|ms)){1,4}$";

  /** One host, in lower case, without a port. */
  static final String HOST =
      "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$";

  /** {@link #TOKEN} as CEL writes it. */
  static final String TOKEN_IN_CEL = "^[-!#$%&\\'*+.^_`|~0-9A-Za-z]+$";

  private Limits() {}
}
