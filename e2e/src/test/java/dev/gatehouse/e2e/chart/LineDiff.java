package dev.gatehouse.e2e.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What of a text has become another, by lines, with two lines around each change. */
final class LineDiff {
  private static final int CONTEXT = 2;

  private LineDiff() {}

  static String of(String before, String now) {
    List<String> script = script(before.lines().toList(), now.lines().toList());
    var shown = new TreeSet<Integer>();
    for (int i = 0; i < script.size(); i++) {
      if (!script.get(i).startsWith(" ")) {
        for (int near = i - CONTEXT; near <= i + CONTEXT; near++) {
          shown.add(near);
        }
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < script.size(); i++) {
      if (shown.contains(i)) {
        text.append(i > 0 && !shown.contains(i - 1) ? " ...\n" : "").append(script.get(i));
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** All lines, those of the longest common subsequence after a space. */
  private static List<String> script(List<String> before, List<String> now) {
    int[][] common = new int[before.size() + 1][now.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    var script = new ArrayList<String>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < now.size()) {
      if (i < before.size() && j < now.size() && before.get(i).equals(now.get(j))) {
        script.add(" " + before.get(i++));
        j++;
      } else if (j == now.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        script.add("-" + before.get(i++));
      } else {
        script.add("+" + now.get(j++));
      }
    }
    return script;
  }
}
