package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameScanTest {
  private static final byte[] SOME = new byte[20];

  private final FrameScan scan = FrameScan.ofClient();
  private long now;

  private FrameScanTest read(byte[] bytes) {
    scan.read(Unpooled.wrappedBuffer(bytes), now);
    return this;
  }

  private FrameScanTest readSlowly(byte[] bytes) {
    for (byte one : bytes) {
      read(new byte[] {one});
    }
    return this;
  }

  private static byte[] frame(int type, int flags, byte[] payload) {
    return new Frame(type, flags, 1, payload).bytes();
  }

  private FrameScanTest begin() {
    return read(Message.bytes(FrameClient.PREFACE)).read(frame(Frame.SETTINGS, 0, SOME));
  }

  @Test
  void aWholeHeadIsNone() {
    begin().read(frame(Frame.HEADERS, Frame.END_HEADERS, SOME));

    assertFalse(scan.inHead());
  }

  @Test
  void aHeadLastsUntilItsLastContinuation() {
    begin();
    now = 1;
    read(frame(Frame.HEADERS, Frame.END_STREAM, SOME));
    now = 2;
    read(frame(Frame.CONTINUATION, 0, SOME));
    assertTrue(scan.inHead());
    assertEquals(1, scan.since());

    read(frame(Frame.CONTINUATION, Frame.END_HEADERS, SOME));

    assertFalse(scan.inHead());
  }

  @Test
  void theNextHeadCountsFromItsOwnBeginning() {
    begin();
    now = 1;
    read(frame(Frame.HEADERS, 0, SOME));
    now = 2;
    readSlowly(frame(Frame.CONTINUATION, Frame.END_HEADERS, SOME));
    now = 3;

    read(frame(Frame.HEADERS, 0, SOME));

    assertEquals(3, scan.since());
  }

  @Test
  void theBeginningOfAFrameMayBecomeAHead() {
    begin().read(new byte[] {0, 0});

    assertTrue(scan.inHead());
  }

  @Test
  void aPartOfAHeadsFrameIsAHead() {
    byte[] part = Arrays.copyOf(frame(Frame.HEADERS, Frame.END_HEADERS, SOME), 15);

    begin().read(part);

    assertTrue(scan.inHead());
  }

  @Test
  void dataThatComesSlowlyIsNoHead() {
    byte[] part = Arrays.copyOf(frame(Frame.DATA, Frame.END_HEADERS, SOME), 15);

    begin().readSlowly(part);

    assertFalse(scan.inHead());
  }

  @Test
  void itKeepsUpByteForByte() {
    readSlowly(Message.bytes(FrameClient.PREFACE)).readSlowly(frame(Frame.SETTINGS, 0, SOME));
    for (int i = 0; i < 10; i++) {
      readSlowly(frame(Frame.DATA, 0, new byte[i * 37]));
      readSlowly(frame(Frame.PING, 0, new byte[0]));
    }

    readSlowly(frame(Frame.HEADERS, 0, SOME));

    assertTrue(scan.inHead());
  }
}
