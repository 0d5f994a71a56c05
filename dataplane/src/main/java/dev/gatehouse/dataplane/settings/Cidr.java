package dev.gatehouse.dataplane.settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** A network, like {@code 10.0.0.0/8} or {@code fd00::/8}; a bare address is a network of one. */
public final class Cidr {
  private final byte[] network;
  private final int bits;
  private final String text;

  private Cidr(byte[] network, int bits, String text) {
    this.network = network;
    this.bits = bits;
    this.text = text;
  }

  /** Throws {@link IllegalArgumentException} with a sentence that says what is wrong. */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] network;
    try {
      network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a network like 10.0.0.0/8", e);
    }
    int all = network.length * 8;
    String length = slash < 0 ? Integer.toString(all) : text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > all) {
      throw new IllegalArgumentException(
          "\"" + text + "\" needs a prefix length from 0 to " + all + " after its slash");
    }
    int bits = Integer.parseInt(length);
    for (int i = bits; i < all; i++) {
      if ((network[i / 8] & (0x80 >> (i % 8))) != 0) {
        throw new IllegalArgumentException(
            "\"" + text + "\" is an address, not a network: bits after the prefix are set");
      }
    }
    return new Cidr(network, bits, text);
  }

  /**
   * Whether the address (4 or 16 bytes) is of this network. An IPv4 address is never of an IPv6
   * one.
   */
  public boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int i = 0; i < bits; i += 8) {
      int mask = bits - i >= 8 ? 0xff : 0xff << (8 - (bits - i));
      if (((address[i / 8] ^ network[i / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the address is of one of these networks. */
  public static boolean anyContains(List<Cidr> networks, InetAddress address) {
    if (networks.isEmpty()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return networks.stream().anyMatch(network -> network.contains(bytes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr that && bits == that.bits && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(network) * 31 + bits;
  }

  @Override
  public String toString() {
    return text;
  }
}
