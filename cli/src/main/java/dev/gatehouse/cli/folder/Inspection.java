package dev.gatehouse.cli.folder;

import dev.gatehouse.dataplane.compile.Compilation;
import dev.gatehouse.dataplane.compile.Compiler;
import dev.gatehouse.dataplane.compile.Features;
import dev.gatehouse.operator.input.folder.FolderContent;
import dev.gatehouse.operator.input.folder.FolderReader;
import dev.gatehouse.operator.input.folder.ObjectCheck;
import dev.gatehouse.operator.input.folder.Placed;
import dev.gatehouse.operator.input.folder.Problem;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.Memo;
import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a gateway would serve it.
 *
 * @param objects what can be used, by key
 * @param fleets what the pods of each fleet make of it
 */
public record Inspection(
    Path folder,
    FolderContent content,
    Map<ObjectKey, Placed> objects,
    Translation translation,
    Map<String, Compilation> fleets) {

  /** Reads, translates and compiles. */
  public static Inspection of(Path folder, ObjectCheck check) throws IOException {
    FolderContent content = new FolderReader(check).read(folder);
    Map<ObjectKey, Placed> objects = content.objects();
    ClusterView view = ClusterView.empty(ClusterView.Settings.LAPTOP);
    for (Placed placed : objects.values()) {
      view = view.with(placed.object());
    }
    Translation translation =
        new Translator(Sources.standard()).translate(view, Set.of(), Memo.EMPTY).translation();
    var fleets = new TreeMap<String, Compilation>();
    translation
        .fleets()
        .forEach(
            (name, fleet) ->
                fleets.put(name, new Compiler(Features.SUPPORTED).compile(fleet.resources())));
    return new Inspection(folder, content, objects, translation, fleets);
  }

  /** What keeps anything in the folder from being served; that there is nothing is one. */
  public List<Problem> problems() {
    return content.files().isEmpty()
        ? List.of(new Problem(folder, 0, "holds no *.yaml, *.yml or *.json file"))
        : content.problems();
  }

  /** What the pods of a fleet serve; nothing if no route names it. */
  public Compilation fleet(String name) {
    Compilation fleet = fleets.get(name);
    return fleet == null ? Compilation.EMPTY : fleet;
  }

  /** Where the rule stands, relative to the folder; null for one that the folder doesn't hold. */
  public @Nullable Place place(Origin origin) {
    Placed placed = objects.get(new ObjectKey(origin.kind(), origin.namespace(), origin.name()));
    return placed == null ? null : place(placed, "spec.rules[" + origin.index() + "]");
  }

  /** Where a field of an object stands, relative to the folder. */
  public Place place(Placed placed, String field) {
    return new Place(relative(placed.file()), placed.lines().at(field));
  }

  /** The file's name relative to the folder, whose own is a dot. */
  public String relative(Path file) {
    return file.equals(folder) ? "." : folder.relativize(file).toString();
  }

  /** A line of a file. */
  public record Place(String file, int line) {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }
}
