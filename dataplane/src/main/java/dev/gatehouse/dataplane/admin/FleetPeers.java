package dev.gatehouse.dataplane.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other pods of the fleet, found by a DNS name that stands for those that are Ready, as a
 * headless Service's does. Blocks. Whoever can't be found or asked doesn't count.
 */
final class FleetPeers implements BooleanSupplier {
  private static final Logger LOG = LoggerFactory.getLogger(FleetPeers.class);
  private static final int TIMEOUT_MILLIS = 1000;
  private static final String CONFIRMED = "ready\n";

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

  /** Whether another one is Ready with a snapshot that an operator has confirmed. */
  @Override
  public boolean getAsBoolean() {
    if (name.isEmpty()) {
      return false;
    }
    try {
      for (InetAddress address : resolver.resolve(name)) {
        if (!isOwn(address) && isConfirmed(address)) {
          return true;
        }
      }
    } catch (UnknownHostException e) {
      LOG.debug("{} stands for no pod", name, e);
    }
    return false;
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      LOG.debug("Whether {} is this pod's can't be told", address, e);
      return true;
    }
  }

  private boolean isConfirmed(InetAddress address) {
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
      if (connection.getResponseCode() != 200) {
        return false;
      }
      try (InputStream body = connection.getInputStream()) {
        byte[] text = body.readNBytes(CONFIRMED.length() + 1);
        return new String(text, StandardCharsets.US_ASCII).equals(CONFIRMED);
      }
    } catch (IOException e) {
      LOG.debug("{} doesn't say whether it is Ready", address, e);
      return false;
    }
  }
}
