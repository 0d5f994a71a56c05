package dev.gatehouse.e2e.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One client connection, kept open; answers are of known length. */
final class OpenConnection implements Closeable {
  private final Socket socket;
  private final InputStream in;

  /**
   * An answer.
   *
   * @param head its lines, in lower case
   */
  record Answer(String head, String body) {
    /** The value of a header; empty if it is not there. */
    String header(String name) {
      int at = head.indexOf("\r\n" + name + ": ");
      int value = at + name.length() + 4;
      return at < 0 ? "" : head.substring(value, head.indexOf("\r\n", value)).strip();
    }
  }

  OpenConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  Answer get(String host, String path) throws IOException {
    Answer answer = head(host, path);
    byte[] body = in.readNBytes(length(answer));
    return new Answer(answer.head, new String(body, StandardCharsets.UTF_8));
  }

  /** Bytes of the body, which is read and not kept. */
  int length(String host, String path) throws IOException {
    int length = length(head(host, path));
    in.skipNBytes(length);
    return length;
  }

  private static int length(Answer answer) {
    return Integer.parseInt(answer.header("content-length"));
  }

  private Answer head(String host, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the gateway closed the connection after: " + head);
      }
      head.append((char) next);
    }
    return new Answer(head.toString().toLowerCase(Locale.ROOT), "");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
