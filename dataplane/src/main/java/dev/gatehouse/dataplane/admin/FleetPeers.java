package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.observe.ObserveListener;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other pods of the fleet, found by a DNS name that stands for those that are Ready, as a
 * headless Service's does. Blocks. Whoever can't be found or asked doesn't count.
 */
final class FleetPeers implements Predicate<SnapshotVersion> {
  private static final Logger LOG = LoggerFactory.getLogger(FleetPeers.class);
  private static final int TIMEOUT_MILLIS = 1000;

  /** As {@link InetAddress#getAllByName}. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String name) throws UnknownHostException;
  }

  private final String name;
  private final int observePort;
  private final Resolver resolver;

  /**
   * Asks nobody yet.
   *
   * @param name empty where the fleet has none
   * @param observePort where every pod of the fleet answers probes
   */
  FleetPeers(String name, int observePort, Resolver resolver) {
    this.name = name;
    this.observePort = observePort;
    this.resolver = resolver;
  }

  /**
   * Whether another one is Ready with a later snapshot that holds something else, and that an
   * operator pushed or confirmed.
   */
  @Override
  public boolean test(SnapshotVersion own) {
    if (name.isEmpty()) {
      return false;
    }
    try {
      for (InetAddress address : resolver.resolve(name)) {
        if (!isOwn(address) && confirmed(address).filter(isAhead(own)).isPresent()) {
          return true;
        }
      }
    } catch (UnknownHostException e) {
      LOG.debug("{} stands for no pod", name, e);
    }
    return false;
  }

  private static Predicate<SnapshotVersion> isAhead(SnapshotVersion own) {
    return other -> other.isNewerThan(own) && !other.hash().equals(own.hash());
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      LOG.debug("Whether {} is this pod's can't be told", address, e);
      return true;
    }
  }

  /** What the pod there is Ready with; empty where it isn't, or nobody has confirmed it. */
  private Optional<SnapshotVersion> confirmed(InetAddress address) {
    String host =
        address instanceof Inet6Address
            ? "[" + address.getHostAddress() + "]"
            : address.getHostAddress();
    try {
      var connection =
          (HttpURLConnection)
              URI.create("http://" + host + ":" + observePort + "/readyz")
                  .toURL()
                  .openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      String word = connection.getHeaderField(ObserveListener.CONFIRMED);
      return connection.getResponseCode() == 200 && word != null
          ? SnapshotVersion.parse(word)
          : Optional.empty();
    } catch (IOException e) {
      LOG.debug("{} doesn't say whether it is Ready", address, e);
      return Optional.empty();
    }
  }
}
