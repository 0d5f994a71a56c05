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

  /** Ports on loopback that nobody listens on, all different. */
  public static int[] freePorts(int count) {
    var held = new ServerSocket[count];
    var ports = new int[count];
    try {
      for (int i = 0; i < count; i++) {
        held[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ports[i] = held[i].getLocalPort();
      }
      for (ServerSocket socket : held) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new IllegalStateException("no free port on loopback", e);
    }
  }
}
