package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes heads as RFC 9112 has them. Refuses, by an {@link IllegalArgumentException}, whatever
 * would end a name, a value or a line before its end, wherever that comes from. Serves one event
 * loop. Not thread-safe.
 */
final class HeadWriter {
  private static final byte[] OF_REQUEST = ascii(" HTTP/1.1\r\nhost: ");
  private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
  private static final byte[] CLOSE = ascii("connection: close\r\n");
  private static final byte[] KEEP_ALIVE = ascii("connection: keep-alive\r\n");

  /** What an answer's head says of the connection. */
  enum Persistence {
    /** Nothing, since it goes on by itself. */
    IMPLIED,
    /** That it goes on, to a client of HTTP/1.0. */
    KEEP_ALIVE,
    CLOSE
  }

  /** Behind a head, for a small body that goes out with it. */
  private static final int ROOM = 512;

  /** By status, once there was an answer with it. */
  private final byte[] @Nullable [] statusLines = new byte[1000] @Nullable [];

  private byte[] bytes = new byte[2048];
  private int length;

  /** The head of a request. */
  ByteBuf request(ByteBufAllocator allocator, RequestHead head, boolean chunked) {
    length = 0;
    word(head.method());
    put((byte) ' ');
    word(head.target());
    put(OF_REQUEST);
    value(head.authority());
    lineEnd();
    return finish(allocator, head.headers(), chunked);
  }

  /** The head of a final answer. */
  ByteBuf answer(
      ByteBufAllocator allocator,
      int status,
      Headers fields,
      boolean chunked,
      Persistence persistence) {
    statusLine(status);
    switch (persistence) {
      case IMPLIED -> {}
      case KEEP_ALIVE -> put(KEEP_ALIVE);
      case CLOSE -> put(CLOSE);
    }
    return finish(allocator, fields, chunked);
  }

  /** A whole interim answer. */
  ByteBuf interim(ByteBufAllocator allocator, int status, Headers fields) {
    statusLine(status);
    return finish(allocator, fields, false);
  }

  /** The last chunk, with the fields after it. */
  ByteBuf lastChunk(ByteBufAllocator allocator, Headers trailers) {
    length = 0;
    put((byte) '0');
    lineEnd();
    return finish(allocator, trailers, false);
  }

  private void statusLine(int status) {
    length = 0;
    byte[] line = statusLines[status];
    if (line == null) {
      String phrase = HttpResponseStatus.valueOf(status).reasonPhrase();
      line = ascii("HTTP/1.1 " + status + ' ' + phrase + "\r\n");
      statusLines[status] = line;
    }
    put(line);
  }

  private ByteBuf finish(ByteBufAllocator allocator, Headers fields, boolean chunked) {
    for (int i = 0; i < fields.size(); i++) {
      name(fields.nameAt(i));
      value(fields.valueAt(i));
      lineEnd();
    }
    if (chunked) {
      put(CHUNKED);
    }
    lineEnd();
    return allocator.directBuffer(length + ROOM).writeBytes(bytes, 0, length);
  }

  /** A token (RFC 9110, section 5.1), and what sets it apart from the value. */
  private void name(String name) {
    int size = name.length();
    if (size == 0) {
      throw new IllegalArgumentException("a field without a name");
    }
    reserve(size + 2);
    for (int i = 0; i < size; i++) {
      char c = name.charAt(i);
      if (!Line.isInName(c)) {
        throw new IllegalArgumentException("a field's name that is no token");
      }
      bytes[length + i] = (byte) c;
    }
    bytes[length + size] = ':';
    bytes[length + size + 1] = ' ';
    length += size + 2;
  }

  /** Visible characters of ASCII. */
  private void word(String text) {
    int size = text.length();
    reserve(size);
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new IllegalArgumentException("a character that a head can't hold here");
      }
      bytes[length + i] = (byte) c;
    }
    length += size;
  }

  /** What isn't Latin-1 becomes a question mark. */
  private void value(String text) {
    int size = text.length();
    reserve(size);
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c <= '\r' && c != '\t' && (c == 0 || c >= '\n')) {
        throw new IllegalArgumentException("a field's value that would end its line");
      }
      bytes[length + i] = (byte) (c > 0xff ? '?' : c);
    }
    length += size;
  }

  private void lineEnd() {
    put((byte) '\r');
    put((byte) '\n');
  }

  private void put(byte one) {
    reserve(1);
    bytes[length++] = one;
  }

  private void put(byte[] some) {
    reserve(some.length);
    System.arraycopy(some, 0, bytes, length, some.length);
    length += some.length;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
