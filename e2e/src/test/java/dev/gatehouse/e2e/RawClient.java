package dev.gatehouse.e2e;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Sends text and reads answers of known length, on one connection for as long as the server keeps
 * it. It tries nothing twice.
 */
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final InetSocketAddress server;
  private Socket socket;
  private InputStream in;

  /**
   * An answer.
   *
   * @param head its lines, in lower case
   */
  public record Answer(int status, String head, String body) {}

  /** Connects to a port of loopback. */
  public RawClient(int port) throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Connects. */
  public RawClient(InetSocketAddress server) throws IOException {
    this.server = server;
    socket = connected();
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** The answer, after which the next request may be sent. */
  public Answer ask(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    String head = head();
    int at = head.indexOf("content-length: ");
    int length =
        at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r", at)).strip());
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the connection ended after " + body.length + " bytes of " + head);
    }
    if (head.contains("connection: close")) {
      socket.close();
      socket = connected();
      in = new BufferedInputStream(socket.getInputStream());
    }
    return new Answer(
        Integer.parseInt(head.substring(9, 12)), head, new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Socket connected() throws IOException {
    var fresh = new Socket();
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(PATIENCE_MILLIS);
    fresh.connect(server, PATIENCE_MILLIS);
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
