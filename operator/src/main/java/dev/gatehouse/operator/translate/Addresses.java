package dev.gatehouse.operator.translate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may be endpoints. Anybody who may write EndpointSlices could otherwise have the
 * gateway reach into its own pod, its node, or the cloud's metadata service.
 */
final class Addresses {
  /** Metadata services outside the link-local ranges: AWS, Alibaba, Azure, Google, Oracle. */
  private static final Set<InetAddress> METADATA =
      Set.of(
          InetAddress.ofLiteral("fd00:ec2::254"),
          InetAddress.ofLiteral("100.100.100.200"),
          InetAddress.ofLiteral("168.63.129.16"),
          InetAddress.ofLiteral("fd20:ce::254"),
          InetAddress.ofLiteral("fd00:c1::a9fe:a9fe"));

  /** Prefixes of IPv6 addresses whose last four bytes are an IPv4 address (RFC 4291, RFC 6052). */
  private static final byte[] COMPATIBLE = new byte[12];

  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private Addresses() {}

  static boolean isAddress(String literal) {
    return parsed(literal) != null;
  }

  private static @Nullable InetAddress parsed(String literal) {
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /**
   * The address in the one form that all its spellings share; null if it is none or may not be an
   * endpoint.
   *
   * @param local whether addresses of this very machine may be endpoints
   */
  static @Nullable String usable(String literal, boolean local) {
    InetAddress address = parsed(literal);
    return address != null && isUsable(address, local) && isUsable(embedded(address), local)
        ? text(address)
        : null;
  }

  private static String text(InetAddress address) {
    return address instanceof Inet6Address
        ? Ipv6Text.of(address.getAddress())
        : address.getHostAddress();
  }

  private static boolean isUsable(InetAddress address, boolean local) {
    if (address.isMulticastAddress() || address.isAnyLocalAddress() || isReserved(address)) {
      return false;
    }
    return local
        || !(address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || METADATA.contains(address));
  }

  /** 0.0.0.0/8 means this host; 240.0.0.0/4, with the broadcast address, is nobody's. */
  private static boolean isReserved(InetAddress address) {
    int first = address.getAddress()[0] & 0xff;
    return !(address instanceof Inet6Address) && (first == 0 || first >= 240);
  }

  /** The IPv4 address that this one leads to, or itself. */
  private static InetAddress embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 16 || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return address;
    }
    byte[] prefix = Arrays.copyOf(bytes, 12);
    if (!Arrays.equals(prefix, COMPATIBLE) && !Arrays.equals(prefix, NAT64)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
