package dev.gatehouse.dataplane.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.admin.Pushes;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotKeeperTest {
  @TempDir private Path folder;
  private final Queue<Runnable> writer = new ArrayDeque<>();
  private final Counter failures = new SimpleMeterRegistry().counter("failures");
  private Path directory;
  private SnapshotKeeper keeper;
  private Encoded before = Pushes.resource("route/a", "0");
  private int sequence;

  @BeforeEach
  void keepInAFreshDirectory() {
    directory = folder.resolve("kept");
    keeper = new SnapshotKeeper(directory, writer::add, failures);
  }

  @Test
  void nothingIsWrittenOnTheThreadThatServes() {
    change("1");

    assertFalse(Files.exists(directory));
    assertEquals(1, writer.size());
  }

  @Test
  void theFirstRecordIsTheWholeAndTheNextAreChanges() throws Exception {
    Push first = change("1");
    write();
    Push second = change("2");
    write();

    assertEquals(List.of(whole(first), second), kept());
  }

  @Test
  void whatChangesWhileTheWriterIsBusyIsOneRecord() throws Exception {
    change("1");
    write();
    Push second = change("2");
    for (int i = 3; i <= 100; i++) {
      change(String.valueOf(i));
    }
    assertEquals(1, writer.size());
    write();

    List<Push> kept = kept();
    assertEquals(2, kept.size());
    assertEquals(second.base(), kept.getLast().base());
    assertEquals(100, kept.getLast().version().sequence());
    assertTrue(kept.getLast().delta().upserted().containsValue(before));
  }

  @Test
  void changesThatOutgrowTheSnapshotBecomeANewOne() throws Exception {
    String large = "x".repeat(10_000);
    Push last = change("0");
    write();
    int most = 0;
    for (int i = 1; i <= 30; i++) {
      last = change(large + i);
      write();
      most = Math.max(most, kept().size());
    }

    assertTrue(most > 5, "changes are appended");
    assertTrue(kept().size() < most, () -> kept().size() + " records");
    assertEquals(last.version(), kept().getLast().version());
    assertTrue(Files.size(Records.file(directory)) < 150_000, "the old ones are gone");
  }

  @Test
  void onlyTheOwnerMayRead() throws Exception {
    change("1");
    write();

    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  @Test
  void aDirectoryThatOthersMayEnterIsNotUsed() throws Exception {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx---rwx"));

    change("1");
    write();

    assertEquals(1, failures.count());
    assertEquals(
        "rwx---rwx", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void afterAFailureTheNextChangeWritesTheWhole() throws Exception {
    // Nobody can make a directory there.
    Files.createFile(directory);
    change("1");
    write();
    change("2");
    write();
    assertEquals(2, failures.count());

    Files.delete(directory);
    Push now = change("3");
    write();

    assertEquals(List.of(whole(now)), kept());
    assertEquals(2, failures.count());
  }

  @Test
  void whatACrashLeftHalfWrittenIsReplaced() throws Exception {
    OwnDirectory.make(directory);
    Files.writeString(directory.resolve("snapshot.journal.new"), "half");
    Push first = change("1");
    write();

    assertEquals(List.of(whole(first)), kept());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  private Push change(String says) {
    Encoded now = Pushes.resource("route/a", says);
    sequence++;
    Push change = Pushes.delta(1, sequence, Pushes.of(before), now);
    int at = sequence;
    keeper.keep(change, () -> Pushes.whole(1, at, now));
    before = now;
    return change;
  }

  private static Push whole(Push change) {
    return Pushes.whole(
        1, change.version().sequence(), change.delta().upserted().values().toArray(Encoded[]::new));
  }

  private void write() {
    while (!writer.isEmpty()) {
      writer.remove().run();
    }
  }

  private List<Push> kept() {
    var pushes = new ArrayList<Push>();
    try (JournalReader reader = JournalReader.open(directory)) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        pushes.add(PushCodec.read(record));
      }
      assertEquals(0, reader.left());
    } catch (IOException | PushCodec.MalformedPush e) {
      throw new AssertionError(e);
    }
    return pushes;
  }
}
