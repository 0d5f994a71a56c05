package dev.gatehouse.operator.input.folder;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ObjectKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a watched folder offers: of each file what it held when it was last without a problem, or,
 * where it never was, what of it can be used.
 *
 * @param objects each with the place it was last read from
 * @param onceGood files that were without a problem at some time
 * @param problems what is wrong with the files as they are now
 * @param warnings what is served, and can hardly be meant
 */
public record FolderState(
    Map<Path, List<Placed>> files,
    Set<Path> onceGood,
    Map<ObjectKey, Placed> objects,
    List<Problem> problems,
    List<Problem> warnings) {
  public static final FolderState EMPTY =
      new FolderState(Map.of(), Set.of(), Map.of(), List.of(), List.of());

  /** A shell empties a file before the program starts whose output it is to hold. */
  private static final String EMPTIED = "is empty; delete it to take away what it held";

  /** The state after the folder was read again. */
  public FolderState next(FolderContent content) {
    var nextFiles = new LinkedHashMap<Path, List<Placed>>();
    var nextGood = new LinkedHashSet<Path>();
    var nextProblems = new ArrayList<Problem>(content.problems());
    for (FileContent file : content.files()) {
      List<Placed> before = files.getOrDefault(file.file(), List.of());
      boolean emptied = file.empty() && !before.isEmpty();
      if (emptied) {
        nextProblems.add(new Problem(file.file(), 0, EMPTIED));
      }
      boolean good = file.problems().isEmpty() && !emptied;
      boolean wasGood = onceGood.contains(file.file());
      nextFiles.put(file.file(), emptied || (wasGood && !good) ? before : file.objects());
      if (good || wasGood) {
        nextGood.add(file.file());
      }
    }
    var nextObjects = new LinkedHashMap<ObjectKey, Placed>();
    // What stands in a good file today counts more than what a bad one held yesterday.
    content.objects().forEach(nextObjects::putIfAbsent);
    nextObjects
        .values()
        .removeIf(placed -> !nextFiles.getOrDefault(placed.file(), List.of()).contains(placed));
    nextFiles.values().stream()
        .flatMap(List::stream)
        .forEach(placed -> nextObjects.putIfAbsent(placed.object().key(), placed));
    nextObjects.replaceAll((key, placed) -> numbered(placed, objects.get(key)));
    return new FolderState(
        nextFiles, nextGood, nextObjects, List.copyOf(nextProblems), content.warnings());
  }

  /** The state while the folder can't be listed: what it held serves on. */
  FolderState unreadable(Path folder, String why) {
    var problem = new Problem(folder, 0, "can't be read (" + why + "); what it held serves on");
    return new FolderState(files, onceGood, objects, List.of(problem), List.of());
  }

  /** What became different since {@code before}. */
  public Changes since(FolderState before) {
    return Changes.between(before.plain(), plain());
  }

  private Map<ObjectKey, ClusterObject> plain() {
    var plain = new LinkedHashMap<ObjectKey, ClusterObject>();
    objects.forEach((key, placed) -> plain.put(key, placed.object()));
    return plain;
  }

  /** An API server counts a route's generations; here each edit of its spec does. */
  private static Placed numbered(Placed placed, @Nullable Placed before) {
    if (!(placed.object() instanceof RouteObject now)) {
      return placed;
    }
    long generation = 1;
    if (before != null && before.object() instanceof RouteObject old) {
      generation = old.spec().equals(now.spec()) ? old.generation() : old.generation() + 1;
    }
    var counted = new RouteObject(now.key(), now.created(), generation, now.spec(), now.lastGood());
    return new Placed(counted, placed.file(), placed.lines());
  }
}
