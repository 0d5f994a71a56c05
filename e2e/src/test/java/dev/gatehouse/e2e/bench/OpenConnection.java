package dev.gatehouse.e2e.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One client connection, kept open. */
public final class OpenConnection implements Closeable {
  private final Socket socket;
  private final InputStream in;

  /**
   * An answer.
   *
   * @param head its lines, in lower case
   */
  public record Answer(String head, String body) {
    /** The value of a header; empty if it is not there. */
    public String header(String name) {
      int at = head.indexOf("\r\n" + name + ": ");
      int value = at + name.length() + 4;
      return at < 0 ? "" : head.substring(value, head.indexOf("\r\n", value)).strip();
    }
  }

  OpenConnection(int port) throws IOException {
    this("127.0.0.1", port);
  }

  public OpenConnection(String host, int port) throws IOException {
    socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Of an answer whose length its head tells. */
  public Answer get(String host, String path) throws IOException {
    Answer answer = head(host, path, "");
    byte[] body = in.readNBytes(Integer.parseInt(answer.header("content-length")));
    return new Answer(answer.head, new String(body, StandardCharsets.UTF_8));
  }

  /**
   * Bytes of a body in chunks, which is read and not kept.
   *
   * @param headers whole lines
   */
  long chunked(String path, String headers) throws IOException {
    Answer answer = head("pod", path, headers);
    if (!answer.header("transfer-encoding").equals("chunked")) {
      throw new IOException("not in chunks: " + answer.head);
    }
    long length = 0;
    int chunk;
    do {
      chunk = Integer.parseInt(upTo("\r\n").strip(), 16);
      in.skipNBytes(chunk + 2L);
      length += chunk;
    } while (chunk > 0);
    return length;
  }

  private Answer head(String host, String path, String headers) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\n" + headers + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return new Answer(upTo("\r\n\r\n").toLowerCase(Locale.ROOT), "");
  }

  private String upTo(String end) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the gateway closed the connection after: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
