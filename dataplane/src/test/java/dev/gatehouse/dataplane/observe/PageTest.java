package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final int PARTS = 1_000;
  private static final int PART = 1_000;
  private static final byte[] BYTES = random(PARTS * PART);

  private int written;

  @Test
  void aPieceIsMadeWhenItIsAskedFor() throws IOException {
    Page page = Page.of(parts());
    assertEquals(0, written);

    for (int pieces = 1; page.next() != null; pieces++) {
      int most = pieces * Pieces.SIZE / PART + 1;
      assertTrue(written <= most, written + " parts for " + pieces + " pieces");
    }

    assertEquals(PARTS, written);
  }

  @Test
  void thePiecesAreTheWholePageAndNoneIsLarge() throws IOException {
    assertEquals(Buffer.buffer(BYTES), rest(Page.of(parts())));
  }

  @Test
  void aPartMayBeLargeOrWrittenByteByByte() throws IOException {
    byte[] large = random(3 * Pieces.SIZE);
    Part atOnce = out -> out.write(large);
    Part byBytes =
        out -> {
          for (byte octet : large) {
            out.write(octet);
          }
        };

    Buffer whole = rest(Page.of(List.of(atOnce, byBytes).iterator()));

    assertEquals(Buffer.buffer(large).appendBytes(large), whole);
  }

  @Test
  void aCompressedPageIsMadePieceByPieceToo() throws IOException {
    Page page = Page.compressed(parts());
    Buffer first = page.next();
    assertNotNull(first);
    assertTrue(written < PARTS / 5, () -> written + " parts for a piece");

    byte[] compressed = first.copy().appendBuffer(rest(page)).getBytes();

    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertArrayEquals(BYTES, in.readAllBytes());
    }
  }

  @Test
  void aPieceIsUsedAgain() throws IOException {
    Page page = Page.of(parts());
    Buffer first = page.next();
    var _ = page.next();

    assertSame(first, page.next());
  }

  @Test
  void anEmptyPageHasNoPiece() throws IOException {
    assertNull(Page.of(Collections.emptyIterator()).next());
  }

  @Test
  void nothingMoreIsMadeOfAClosedPage() throws IOException {
    Page page = Page.compressed(parts());
    page.next();
    int before = written;

    page.close();

    rest(page);
    assertEquals(before, written);
    page.close();
  }

  private Iterator<Part> parts() {
    return IntStream.range(0, PARTS)
        .<Part>mapToObj(
            part ->
                out -> {
                  written++;
                  out.write(BYTES, part * PART, PART);
                })
        .iterator();
  }

  private static Buffer rest(Page page) throws IOException {
    var all = Buffer.buffer();
    for (Buffer piece = page.next(); piece != null; piece = page.next()) {
      assertTrue(piece.length() <= Pieces.SIZE, piece.length() + " bytes in one piece");
      all.appendBuffer(piece);
    }
    return all;
  }

  private static byte[] random(int count) {
    var bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
