package dev.gatehouse.operator.input.folder;

import dev.gatehouse.operator.view.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a folder's files hold, in the order of their names. No two objects have one key. */
public record FolderContent(List<FileContent> files) {
  public FolderContent {
    files = List.copyOf(files);
  }

  public Map<ObjectKey, Placed> objects() {
    var objects = new LinkedHashMap<ObjectKey, Placed>();
    for (FileContent file : files) {
      file.objects().forEach(placed -> objects.put(placed.object().key(), placed));
    }
    return objects;
  }

  public List<Problem> problems() {
    return files.stream().flatMap(file -> file.problems().stream()).toList();
  }

  /** What can hardly be meant. */
  public List<Problem> warnings() {
    return Stream.concat(
            files.stream().flatMap(file -> file.warnings().stream()),
            LooseSlices.in(objects()).stream())
        .toList();
  }

  public List<Problem> notes() {
    return files.stream().flatMap(file -> file.notes().stream()).toList();
  }
}
