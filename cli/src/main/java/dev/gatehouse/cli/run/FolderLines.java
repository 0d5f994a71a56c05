package dev.gatehouse.cli.run;

import dev.gatehouse.operator.input.folder.FolderState;
import dev.gatehouse.operator.input.folder.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with the files of a folder, and what becomes of each of them. */
final class FolderLines {
  private Set<String> told = Set.of();

  /** The lines that were not there the last time. */
  List<String> news(FolderState folder) {
    List<String> now = lines(folder);
    List<String> news = now.stream().filter(line -> !told.contains(line)).toList();
    told = Set.copyOf(now);
    return news;
  }

  private List<String> lines(FolderState folder) {
    var lines = new ArrayList<String>();
    var bad = new LinkedHashSet<Path>();
    for (Problem problem : folder.problems()) {
      lines.add(problem.toString());
      bad.add(problem.file());
    }
    bad.stream()
        .filter(folder.files()::containsKey)
        .forEach(file -> lines.add(file + ": " + fate(file, folder)));
    folder.warnings().forEach(warning -> lines.add("warning: " + warning));
    return lines;
  }

  private static String fate(Path file, FolderState folder) {
    if (folder.files().getOrDefault(file, List.of()).isEmpty()) {
      return "nothing of it is served";
    }
    return folder.onceGood().contains(file)
        ? "its last good state serves on"
        : "the rest of it is served";
  }
}
