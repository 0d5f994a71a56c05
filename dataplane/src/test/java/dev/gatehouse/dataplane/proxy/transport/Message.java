package dev.gatehouse.dataplane.proxy.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request or answer as it stood on the wire, read by a small parser of the tests' own. */
final class Message {
  private final String head;
  private String body = "";
  private String trailers = "";

  private Message(String head) {
    this.head = head;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Null if the connection ends before a head begins. */
  static @Nullable Message readHead(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int b = in.read();
      if (b < 0) {
        if (bytes.size() == 0) {
          return null;
        }
        throw new EOFException("cut in the head: " + bytes);
      }
      bytes.write(b);
      matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return new Message(bytes.toString(StandardCharsets.ISO_8859_1));
  }

  /** By chunks, by length, or none. */
  Message readBody(InputStream in) throws IOException {
    String length = field("content-length");
    if ("chunked".equals(field("transfer-encoding"))) {
      var chunks = new StringBuilder();
      int size = chunkSize(in);
      while (size > 0) {
        chunks.append(readBytes(in, size));
        readLine(in);
        size = chunkSize(in);
      }
      body = chunks.toString();
      readTrailers(in);
    } else if (length != null) {
      body = readBytes(in, Integer.parseInt(length));
    }
    return this;
  }

  private void readTrailers(InputStream in) throws IOException {
    var fields = new StringBuilder();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      fields.append(line).append("\r\n");
    }
    trailers = fields.toString();
  }

  Message readToEnd(InputStream in) throws IOException {
    body = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    return this;
  }

  private static int chunkSize(InputStream in) throws IOException {
    return Integer.parseInt(readLine(in), 16);
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("cut in a line: " + line);
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private static String readBytes(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("cut after " + bytes.length + " of " + length + " bytes");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  String head() {
    return head;
  }

  String firstLine() {
    return head.substring(0, head.indexOf("\r\n"));
  }

  int status() {
    return Integer.parseInt(firstLine().split(" ", 3)[1]);
  }

  String body() {
    return body;
  }

  /** As they stood after the last chunk. */
  String trailers() {
    return trailers;
  }

  @Nullable String field(String name) {
    List<String> all = fields(name);
    return all.isEmpty() ? null : all.getFirst();
  }

  List<String> fields(String name) {
    return head.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  @Override
  public String toString() {
    return head + body + trailers;
  }
}
