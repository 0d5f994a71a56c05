package dev.gatehouse.operator.input.folder;

import dev.gatehouse.operator.input.folder.ObjectCheck.Finding;
import dev.gatehouse.operator.view.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a folder of YAML and JSON: the files that {@code kubectl apply -f FOLDER} would take, and
 * those of its subfolder {@code local}, which holds what only a laptop needs.
 */
public final class FolderReader {
  /** The subfolder that a cluster never sees. */
  public static final String LOCAL = "local";

  private final ObjectReader reader;

  /**
   * A reader that holds objects against {@code check}.
   *
   * @param check what an API server would say to each object
   */
  public FolderReader(ObjectCheck check) {
    this.reader = new ObjectReader(check);
  }

  /**
   * Reads all files.
   *
   * @throws IOException if the folder itself can't be listed; what is wrong with a file becomes a
   *     {@link Problem}
   */
  public FolderContent read(Path folder) throws IOException {
    var contents = new ArrayList<FileContent>();
    var taken = new HashMap<ObjectKey, Placed>();
    for (Path file : files(folder)) {
      contents.add(read(file, taken));
    }
    return new FolderContent(contents);
  }

  /**
   * The files that are read, in their order.
   *
   * @throws IOException if the folder, or the subfolder that it has, can't be listed
   */
  public static List<Path> files(Path folder) throws IOException {
    var files = new ArrayList<Path>(list(folder));
    Path local = folder.resolve(LOCAL);
    if (Files.isDirectory(local)) {
      files.addAll(list(local));
    }
    return files;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(FolderReader::isRead).sorted().toList();
    }
  }

  /** Editors keep their own copies under names that begin with a dot. */
  private static boolean isRead(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && Files.isRegularFile(file);
  }

  private FileContent read(Path file, Map<ObjectKey, Placed> taken) {
    YamlFile yaml = YamlFile.read(file);
    var objects = new ArrayList<Placed>();
    var problems = new ArrayList<>(yaml.problems());
    var warnings = new ArrayList<Problem>();
    var notes = new ArrayList<Problem>();
    for (Document document : yaml.objects()) {
      Lines lines = document.lines();
      switch (reader.read(document.json())) {
        case ObjectReader.Outcome.Taken(var object) -> {
          var placed = new Placed(object, file, lines);
          Placed first = taken.putIfAbsent(object.key(), placed);
          if (first == null) {
            objects.add(placed);
          } else {
            problems.add(placed.problem("", twice(object.key(), first)));
          }
        }
        case ObjectReader.Outcome.Left(String note) -> {
          if (!note.isEmpty()) {
            notes.add(new Problem(file, lines.first(), note));
          }
        }
        case ObjectReader.Outcome.Useless(String warning) ->
            warnings.add(new Problem(file, lines.first(), warning));
        case ObjectReader.Outcome.Refused(List<Finding> findings) -> {
          for (Finding finding : findings) {
            problems.add(new Problem(file, lines.at(finding.path()), finding.message()));
          }
        }
      }
    }
    return new FileContent(file, objects, problems, warnings, notes, yaml.empty());
  }

  private static String twice(ObjectKey key, Placed first) {
    return key + " is here twice, first in " + first.file() + ":" + first.lines().first();
  }
}
