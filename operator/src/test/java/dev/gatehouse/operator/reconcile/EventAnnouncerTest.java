package dev.gatehouse.operator.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EventAnnouncerTest {
  /** The API server counts bytes. */
  @Test
  void aNoteThatIsTooLongIsCutBetweenCharacters() {
    assertEquals("a".repeat(1024), EventAnnouncer.shortened("a".repeat(1024)));
    assertEquals("a".repeat(1021) + "…", EventAnnouncer.shortened("a".repeat(1025)));
    assertEquals("ä".repeat(510) + "…", EventAnnouncer.shortened("ä".repeat(1000)));
    String faces = EventAnnouncer.shortened("😀".repeat(300));
    assertEquals("😀".repeat(255) + "…", faces);
    assertEquals(1023, faces.getBytes(UTF_8).length);
  }
}
