package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.settings.Cidr;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * How many connections clients may have, over all event loops: together, and from one address, or
 * one /64 of IPv6, which is what a single host can have. Holds no more than there are connections.
 */
final class ClientQuota {
  private final ProxySettings.ClientLimits limits;
  private final List<Cidr> uncounted;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<Long, Integer> byAddress = new ConcurrentHashMap<>();

  /** Peers that pass on the connections of others, or speak for others, have no bound of theirs. */
  ClientQuota(ProxySettings settings) {
    this.limits = settings.clients();
    this.uncounted =
        Stream.concat(settings.trustedProxies().stream(), limits.proxyProtocolFrom().stream())
            .toList();
  }

  /** Whether there is room for one more. */
  boolean take() {
    if (open.incrementAndGet() > limits.connections()) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  void release() {
    open.decrementAndGet();
  }

  /** Whether there is room for one more from this address. */
  boolean takeFrom(InetAddress address) {
    if (isUncounted(address)) {
      return true;
    }
    if (byAddress.merge(key(address), 1, Integer::sum) > limits.connectionsPerAddress()) {
      releaseFrom(address);
      return false;
    }
    return true;
  }

  /** Gives back what {@link #takeFrom} took. */
  void releaseFrom(InetAddress address) {
    if (!isUncounted(address)) {
      byAddress.computeIfPresent(key(address), (_, taken) -> taken == 1 ? null : taken - 1);
    }
  }

  /** How many addresses have connections. */
  int addresses() {
    return byAddress.size();
  }

  private boolean isUncounted(InetAddress address) {
    return limits.connectionsPerAddress() == 0 || Cidr.anyContains(uncounted, address);
  }

  /** No IPv6 network begins with 32 zero bits, so those of IPv4 stand for themselves. */
  private static long key(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == Integer.BYTES
        ? Integer.toUnsignedLong(bytes.getInt())
        : bytes.getLong();
  }
}
