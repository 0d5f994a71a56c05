package dev.gatehouse.e2e.laptop;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends text to a port of loopback and reads answers of known length, on one connection. */
final class RawClient implements AutoCloseable {
  private final int port;
  private Socket socket;
  private InputStream in;

  /**
   * An answer.
   *
   * @param head its lines, in lower case
   */
  record Answer(int status, String head, String body) {}

  RawClient(int port) throws IOException {
    this.port = port;
    socket = connected();
    in = new BufferedInputStream(socket.getInputStream());
  }

  Answer ask(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    String head = head();
    int at = head.indexOf("content-length: ");
    int length =
        at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r", at)).strip());
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (head.contains("connection: close")) {
      socket.close();
      socket = connected();
      in = new BufferedInputStream(socket.getInputStream());
    }
    return new Answer(Integer.parseInt(head.substring(9, 12)), head, body);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Socket connected() throws IOException {
    var fresh = new Socket(InetAddress.getLoopbackAddress(), port);
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(20_000);
    return fresh;
  }

  private String head() throws IOException {
    var head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended after: " + head);
      }
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }
}
