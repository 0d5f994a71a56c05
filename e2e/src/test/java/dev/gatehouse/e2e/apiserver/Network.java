package dev.gatehouse.e2e.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** What can be learnt about the network by asking it. */
public final class Network {
  private Network() {}

  /** Whether a download is worth trying, known in two seconds rather than after many retries. */
  static boolean reaches(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 2_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * An address of this machine that is not loopback: neither the API server nor the operator takes
   * those for endpoints.
   */
  public static InetAddress ownAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no address but loopback"));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ports on loopback that nobody listens on, all different. They lie below those that Linux gives
   * to whoever asks for any (ip_local_port_range): of these, one that is free now may be the local
   * end of somebody's connection a moment later.
   */
  public static int[] freePorts(int count) {
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(10_000, 32_768))
        .distinct()
        .filter(Network::isFree)
        .limit(count)
        .toArray();
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
