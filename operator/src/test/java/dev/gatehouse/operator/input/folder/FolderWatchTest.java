package dev.gatehouse.operator.input.folder;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  private static final ObjectKey ROUTE = new ObjectKey("GatewayRoute", "default", "orders");
  private static final ObjectKey SERVICE = ObjectKey.service("shop", "orders");

  @TempDir Path folder;

  private final BlockingQueue<FolderState> states = new LinkedBlockingQueue<>();

  @Test
  void seesFilesComeChangeAndGo() throws Exception {
    write("route.yaml", FolderReaderTest.ROUTE);
    try (var _ = watch()) {
      assertEquals(Set.of(ROUTE), next(state -> true).objects().keySet());

      write("service.yaml", FolderReaderTest.SERVICE);
      next(state -> state.objects().containsKey(SERVICE));

      write("route.yaml", FolderReaderTest.ROUTE.replace("name: all", "name: every"));
      assertEquals(2, generation(next(state -> generation(state) == 2)));

      Files.delete(folder.resolve("service.yaml"));
      next(state -> !state.objects().containsKey(SERVICE));
    }
  }

  @Test
  void seesAnEditorReplaceAFileAndALocalFolderAppear() throws Exception {
    write("route.yaml", FolderReaderTest.ROUTE);
    try (var _ = watch()) {
      next(state -> true);
      Path saved = write(".route.yaml.new", FolderReaderTest.ROUTE.replace("all", "every"));
      Files.move(saved, folder.resolve("route.yaml"), StandardCopyOption.REPLACE_EXISTING);
      next(state -> generation(state) == 2);

      write("local/service.yaml", FolderReaderTest.SERVICE);
      next(state -> state.objects().containsKey(SERVICE));

      Files.delete(folder.resolve("local/service.yaml"));
      next(state -> !state.objects().containsKey(SERVICE));
    }
  }

  @Test
  void seesAMountedConfigMapSwap() throws Exception {
    write("..1/route.yaml", FolderReaderTest.ROUTE);
    write("..2/route.yaml", FolderReaderTest.ROUTE.replace("name: all", "name: every"));
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(folder.resolve("route.yaml"), Path.of("..data/route.yaml"));
    try (var _ = watch()) {
      assertEquals(Set.of(ROUTE), next(state -> true).objects().keySet());

      Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
      Files.move(
          folder.resolve("..data_tmp"),
          folder.resolve("..data"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);

      next(state -> generation(state) == 2);
    }
  }

  @Test
  void keepsWhatABadFileHeldAndTakesTheOthers() throws Exception {
    write("route.yaml", FolderReaderTest.ROUTE);
    try (var _ = watch()) {
      next(state -> true);

      write("route.yaml", "spec: [");
      FolderState bad = next(state -> !state.problems().isEmpty());
      assertEquals(Set.of(ROUTE), bad.objects().keySet());
      assertEquals(folder.resolve("route.yaml"), bad.problems().getFirst().file());

      write("service.yaml", FolderReaderTest.SERVICE);
      FolderState more = next(state -> state.objects().containsKey(SERVICE));
      assertEquals(1, more.problems().size());

      write("route.yaml", FolderReaderTest.ROUTE);
      FolderState mended = next(state -> state.problems().isEmpty());
      assertEquals(1, generation(mended), "the spec is the one that served on");
    }
  }

  /** As {@code kustomize build > route.yaml} does for as long as it runs. */
  @Test
  void keepsWhatAnEmptiedFileHeld() throws Exception {
    write("route.yaml", FolderReaderTest.ROUTE);
    try (var _ = watch()) {
      next(state -> true);

      write("route.yaml", "");
      FolderState emptied = next(state -> !state.problems().isEmpty());
      assertEquals(Set.of(ROUTE), emptied.objects().keySet());

      write("route.yaml", FolderReaderTest.ROUTE.replace("all", "every"));
      assertEquals(2, generation(next(state -> state.problems().isEmpty())));
    }
  }

  @Test
  void takesTheGoodObjectsOfAFileThatIsBadFromTheStart() throws Exception {
    write("a.yaml", FolderReaderTest.ROUTE + "---\nkind: What\n");
    try (var _ = watch()) {
      FolderState state = next(any -> true);
      assertEquals(Set.of(ROUTE), state.objects().keySet());
      assertEquals(1, state.problems().size());
    }
  }

  @Test
  void takesWhatIsGoodOfAFileThatNeverWasGoodWhateverItHeldBefore() throws Exception {
    write("a.yaml", "spec: [");
    try (var _ = watch()) {
      next(any -> true);

      write("a.yaml", FolderReaderTest.ROUTE + "---\nkind: What\n");
      next(state -> state.objects().containsKey(ROUTE));

      write("a.yaml", FolderReaderTest.ROUTE.replace("all", "every") + "---\nkind: What\n");
      List<Problem> bad = next(state -> generation(state) == 2).problems();
      assertEquals(1, bad.size());

      write("a.yaml", "");
      FolderState emptied = next(state -> !state.problems().equals(bad));
      assertEquals(Set.of(ROUTE), emptied.objects().keySet());
    }
  }

  @Test
  void goesOnAfterAFaultOfWhoeverIsTold() throws Exception {
    write("route.yaml", FolderReaderTest.ROUTE);
    Consumer<FolderState> listener =
        state -> {
          states.add(state);
          if (state.objects().containsKey(SERVICE)) {
            throw new StackOverflowError();
          }
        };
    try (var _ = FolderWatch.start(folder, new FolderReader(ObjectCheck.NONE), listener)) {
      next(state -> true);

      write("service.yaml", FolderReaderTest.SERVICE);
      next(state -> state.objects().containsKey(SERVICE));

      Files.delete(folder.resolve("service.yaml"));
      next(state -> !state.objects().containsKey(SERVICE));
    }
  }

  private FolderWatch watch() throws IOException {
    return FolderWatch.start(folder, new FolderReader(ObjectCheck.NONE), states::add);
  }

  private FolderState next(Predicate<FolderState> wanted) throws InterruptedException {
    FolderState state;
    do {
      state = states.poll(30, TimeUnit.SECONDS);
      assertNotNull(state, "no such state within 30 s");
    } while (!wanted.test(state));
    return state;
  }

  private static long generation(FolderState state) {
    return ((RouteObject) requireNonNull(state.objects().get(ROUTE)).object()).generation();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
