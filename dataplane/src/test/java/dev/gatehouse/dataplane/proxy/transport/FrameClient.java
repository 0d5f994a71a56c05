package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * An end of a connection of HTTP/2 that writes the frames it is told to, and sorts by streams what
 * it reads. A client, unless it is made of what a backend has accepted.
 */
final class FrameClient implements AutoCloseable {
  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static final int TABLE_SIZE = 1;

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final Map<Integer, StreamAnswer> answers = new HashMap<>();
  private final Map<Integer, Integer> settings = new HashMap<>();
  private final Map<Integer, Integer> windows = new HashMap<>();
  private final List<Frame> goAways = new ArrayList<>();
  private final List<Frame> pings = new ArrayList<>();
  private boolean ended;
  private boolean opensWindows = true;
  private boolean answersPings = true;

  /** One that has sent nothing yet. */
  FrameClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** One of a connection that is there. */
  FrameClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
  }

  /** Sends the preface and some settings: numbers and values in turn. */
  FrameClient begin(int... numbersAndValues) throws IOException {
    return bytes(Message.bytes(PREFACE)).settings(numbersAndValues);
  }

  private void allowTable(int bytes) throws IOException {
    try {
      decoder.configuration().maxHeaderTableSize(bytes);
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  /** How much of its fields the other side means to be kept, by what it said last. */
  long tableSize() {
    return decoder.configuration().maxHeaderTableSize();
  }

  /** Reads a client's preface and sends some settings. */
  FrameClient accept(int... numbersAndValues) throws IOException {
    if (!Arrays.equals(in.readNBytes(PREFACE.length()), Message.bytes(PREFACE))) {
      throw new IOException("no preface");
    }
    return settings(numbersAndValues);
  }

  FrameClient settings(int... numbersAndValues) throws IOException {
    for (int i = 0; i < numbersAndValues.length; i += 2) {
      if (numbersAndValues[i] == TABLE_SIZE) {
        allowTable(numbersAndValues[i + 1]);
      }
    }
    var payload = new byte[numbersAndValues.length * 3];
    for (int i = 0; i < numbersAndValues.length; i += 2) {
      payload[i * 3 + 1] = (byte) numbersAndValues[i];
      System.arraycopy(Frame.ints(numbersAndValues[i + 1]), 0, payload, i * 3 + 2, 4);
    }
    return send(Frame.SETTINGS, 0, 0, payload);
  }

  FrameClient bytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  FrameClient send(int type, int flags, int stream, byte... payload) throws IOException {
    return bytes(new Frame(type, flags, stream, payload).bytes());
  }

  FrameClient headers(int stream, boolean last, String... namesAndValues) throws IOException {
    return send(
        Frame.HEADERS,
        Frame.END_HEADERS | (last ? Frame.END_STREAM : 0),
        stream,
        Frame.block(namesAndValues));
  }

  FrameClient get(int stream, String path, String... more) throws IOException {
    return request(stream, true, "GET", path, more);
  }

  /** The head of a request whose body is to follow. */
  FrameClient post(int stream, String path, String... more) throws IOException {
    return request(stream, false, "POST", path, more);
  }

  FrameClient request(int stream, boolean last, String method, String path, String... more)
      throws IOException {
    List<String> fields = new ArrayList<>();
    fields.addAll(List.of(":method", method, ":scheme", "http", ":path", path, ":authority", "a"));
    fields.addAll(List.of(more));
    return headers(stream, last, fields.toArray(String[]::new));
  }

  FrameClient data(int stream, boolean last, byte[] bytes) throws IOException {
    windows.put(stream, room(stream) - bytes.length);
    windows.put(0, room(0) - bytes.length);
    return send(Frame.DATA, last ? Frame.END_STREAM : 0, stream, bytes);
  }

  FrameClient data(int stream, boolean last, String text) throws IOException {
    return data(stream, last, Message.bytes(text));
  }

  FrameClient reset(int stream, int code) throws IOException {
    return send(Frame.RST_STREAM, 0, stream, Frame.ints(code));
  }

  /** From now on the windows are opened by the test alone. */
  FrameClient holdsWindows() {
    opensWindows = false;
    return this;
  }

  FrameClient leavesPings() {
    answersPings = false;
    return this;
  }

  FrameClient opens(int stream, int bytes) throws IOException {
    return send(Frame.WINDOW_UPDATE, 0, stream, Frame.ints(bytes));
  }

  /**
   * Whether the gateway's windows have room for as many bytes more, now or before it has answered a
   * ping: it reads and writes in order, so what it took before is told by then.
   */
  boolean maySend(int stream, int bytes) throws IOException {
    if (room(stream) < bytes || room(0) < bytes) {
      int before = pings.size();
      send(Frame.PING, 0, 0, new byte[8]).readUntil(() -> pings.size() > before);
    }
    return room(stream) >= bytes && room(0) >= bytes;
  }

  private int room(int stream) {
    return windows.getOrDefault(stream, 65_535);
  }

  /** Streams that began, in their order. */
  List<Integer> streams() {
    return answers.keySet().stream().sorted().toList();
  }

  /** What came on a stream so far. */
  StreamAnswer on(int stream) {
    return answers.computeIfAbsent(stream, _ -> new StreamAnswer());
  }

  /** The answer on a stream, or how it was cut; reads until it is over. */
  StreamAnswer answer(int stream) throws IOException {
    readUntil(() -> on(stream).isOver());
    return on(stream);
  }

  /** Reads until it is so, or the connection has ended. */
  FrameClient readUntil(BooleanSupplier done) throws IOException {
    while (!done.getAsBoolean() && !ended) {
      read();
    }
    return this;
  }

  /** Reads to the end, be it a reset, and returns the last GOAWAY's code; -1 if there was none. */
  int end() throws IOException {
    readUntil(() -> false);
    return goAways.isEmpty() ? -1 : goAways.getLast().intAt(4);
  }

  private void read() throws IOException {
    try {
      Frame frame = Frame.read(in);
      ended = frame == null;
      if (frame != null) {
        take(frame);
      }
    } catch (SocketException _) {
      ended = true;
    }
  }

  private void take(Frame frame) throws IOException {
    switch (frame.type()) {
      case Frame.HEADERS -> on(frame.stream()).head(fields(frame), frame.has(Frame.END_STREAM));
      case Frame.DATA -> {
        on(frame.stream()).data(frame.payload(), frame.has(Frame.END_STREAM));
        if (opensWindows && frame.payload().length > 0) {
          reply(Frame.WINDOW_UPDATE, 0, 0, Frame.ints(frame.payload().length));
          reply(Frame.WINDOW_UPDATE, 0, frame.stream(), Frame.ints(frame.payload().length));
        }
      }
      case Frame.RST_STREAM -> on(frame.stream()).reset(frame.intAt(0));
      case Frame.GOAWAY -> goAways.add(frame);
      case Frame.PING -> {
        pings.add(frame);
        if (answersPings && !frame.has(Frame.ACK)) {
          reply(Frame.PING, Frame.ACK, 0, frame.payload());
        }
      }
      case Frame.SETTINGS -> {
        for (int at = 0; at < frame.payload().length; at += 6) {
          settings.put((int) frame.payload()[at + 1], frame.intAt(at + 2));
        }
        if (!frame.has(Frame.ACK)) {
          reply(Frame.SETTINGS, Frame.ACK, 0);
        }
      }
      case Frame.WINDOW_UPDATE ->
          windows.put(frame.stream(), room(frame.stream()) + frame.intAt(0));
      default -> {}
    }
  }

  /** Whatever has come before the connection's end is read, though nothing can be said to it. */
  private void reply(int type, int flags, int stream, byte... payload) throws IOException {
    try {
      send(type, flags, stream, payload);
    } catch (SocketException _) {
      answersPings = false;
    }
  }

  private Map<String, String> fields(Frame frame) throws IOException {
    var fields = new LinkedHashMap<String, String>();
    try {
      decoder
          .decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()))
          .forEach(
              field ->
                  fields.merge(
                      field.getKey().toString(),
                      field.getValue().toString(),
                      (one, other) -> one + ", " + other));
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
    return fields;
  }

  List<Frame> goAways() {
    return goAways;
  }

  List<Frame> pings() {
    return pings;
  }

  /** The gateway's settings so far, by number. */
  Map<Integer, Integer> settings() {
    return settings;
  }

  boolean isEnded() {
    return ended;
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
