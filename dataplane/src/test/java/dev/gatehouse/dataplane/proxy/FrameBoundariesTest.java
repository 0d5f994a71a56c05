package dev.gatehouse.dataplane.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameBoundariesTest {
  private static final int[] LENGTHS = {0, 1, 125, 126, 127, 300, 65_535, 65_536, 70_000};

  @Test
  void knowsTheEndOfEachFrameHoweverItComes() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      Buffer all = Buffer.buffer();
      Set<Integer> ends = new HashSet<>(Set.of(0));
      for (int i = 0; i < 6; i++) {
        appendFrame(all, LENGTHS[random.nextInt(LENGTHS.length)], random.nextBoolean());
        ends.add(all.length());
      }

      var boundaries = new FrameBoundaries();
      int at = 0;
      while (at < all.length()) {
        int to = Math.min(all.length(), at + 1 + random.nextInt(1 << random.nextInt(17)));
        boundaries.read(all.slice(at, to));
        at = to;
        assertEquals(ends.contains(at), boundaries.between(), "seed " + seed + " at " + at);
      }
    }
  }

  @Test
  void stopsAtTheEndOfTheFrameThatHasBegun() {
    Buffer frames = Buffer.buffer();
    appendFrame(frames, 200, true);
    int end = frames.length();
    appendFrame(frames, 3, true);
    var boundaries = new FrameBoundaries();
    boundaries.read(frames.slice(0, 50));

    assertEquals(end - 50, boundaries.readFrame(frames.slice(50, frames.length())));
    assertTrue(boundaries.between());
    assertEquals(0, boundaries.readFrame(frames.slice(end, frames.length())));
  }

  @Test
  void aLengthThatIsNoneHasNoEnd() {
    var boundaries = new FrameBoundaries();
    boundaries.read(Buffer.buffer().appendByte((byte) 0x82).appendByte((byte) 127).appendLong(-1));
    boundaries.read(Buffer.buffer(new byte[100_000]));

    assertFalse(boundaries.between());
  }

  private static void appendFrame(Buffer to, int length, boolean masked) {
    int mask = masked ? 0x80 : 0;
    to.appendByte((byte) 0x82);
    if (length < 126) {
      to.appendByte((byte) (mask | length));
    } else if (length < 65_536) {
      to.appendByte((byte) (mask | 126)).appendUnsignedShort(length);
    } else {
      to.appendByte((byte) (mask | 127)).appendLong(length);
    }
    to.appendBytes(new byte[length + (masked ? 4 : 0)]);
  }
}
