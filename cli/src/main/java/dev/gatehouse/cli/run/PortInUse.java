package dev.gatehouse.cli.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port that somebody else listens on. */
public final class PortInUse extends Exception {
  private static final long serialVersionUID = 1L;

  PortInUse(int port, String option) {
    super("Port " + port + " is in use; choose another with " + option + ".");
  }

  /** Says so before anything is started; whoever takes the port in between is told of later. */
  static void check(int port, String option) throws PortInUse {
    if (port == 0) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new PortInUse(port, option);
    }
  }
}
