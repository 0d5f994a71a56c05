package dev.gatehouse.cli.run;

import dev.gatehouse.operator.input.folder.FolderState;
import dev.gatehouse.operator.input.folder.Placed;
import dev.gatehouse.operator.reconcile.Standing;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.RouteRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what is served, and what became of each change. It says nothing while a push is under way:
 * what it says holds for the next request. Used by one thread, but for {@link #folder}.
 */
final class LiveReport {
  private static final int CURL_LINES = 8;

  private final Console console;
  private final String title;
  private final int port;
  private final StandingLines standingLines;
  private final FolderLines folderLines = new FolderLines();
  private final Set<ObjectKey> changed = new TreeSet<>();
  private final Set<ObjectKey> unwell = new HashSet<>();
  private volatile FolderState folder = FolderState.EMPTY;
  private boolean begun;
  private boolean troubled;

  /**
   * A report for one gateway.
   *
   * @param title what is served and where
   * @param port of the traffic listener
   */
  LiveReport(Console console, String title, int port, String gateway) {
    this.console = console;
    this.title = title;
    this.port = port;
    this.standingLines = new StandingLines(gateway);
  }

  /**
   * The folder holds this now; to be told before whoever acts on it, so that each route is here.
   */
  void folder(FolderState now) {
    folder = now;
  }

  /** These routes stand differently. */
  void changed(Set<ObjectKey> routes) {
    changed.addAll(routes);
  }

  /** The pod doesn't take what it is sent, and is tried again. */
  void failing(String reason, String message) {
    console.say("the data plane takes no snapshot: " + reason + ": " + message);
  }

  /** Says what is new, unless that will be different in a moment. */
  void look(Served served, Function<ObjectKey, @Nullable Standing> standings) {
    if (served.isBehind() || !served.isLive()) {
      return;
    }
    FolderState now = folder;
    var lines = new ArrayList<String>();
    List<String> rules = served.news();
    boolean first = !begun;
    begun = true;
    lines.addAll(first ? beginning(served.rules()) : rules);
    lines.addAll(folderLines.news(now));
    for (ObjectKey route : changed) {
      lines.addAll(news(now.objects().get(route), route, standings.apply(route), first));
    }
    changed.clear();
    boolean trouble = !now.problems().isEmpty() || !unwell.isEmpty();
    boolean mended = troubled && !trouble && isSettled(now, standings);
    if (mended) {
      lines.add("no problems are left");
    }
    troubled = (troubled || trouble) && !mended;
    if (!lines.isEmpty()) {
      console.say(lines);
    }
  }

  private List<String> news(
      @Nullable Placed placed, ObjectKey route, @Nullable Standing standing, boolean first) {
    unwell.remove(route);
    if (placed == null || standing == null) {
      return List.of();
    }
    boolean well = StandingLines.isWell(standing);
    if (!well) {
      unwell.add(route);
    }
    boolean unsaid = standing.undecided() || !isOfNow(placed, standing) || (first && well);
    return unsaid ? List.of() : standingLines.of(placed, standing);
  }

  /** Whether all routes are judged as they stand in the folder now. */
  private static boolean isSettled(
      FolderState folder, Function<ObjectKey, @Nullable Standing> standings) {
    return folder.objects().values().stream()
        .filter(placed -> placed.object() instanceof RouteObject)
        .allMatch(
            placed -> {
              Standing standing = standings.apply(placed.object().key());
              return standing != null && !standing.undecided() && isOfNow(placed, standing);
            });
  }

  private static boolean isOfNow(Placed placed, Standing standing) {
    return placed.object() instanceof RouteObject route
        && route.generation() == standing.verdict().generation();
  }

  private List<String> beginning(List<RouteRule> rules) {
    var lines = new ArrayList<String>();
    lines.add(title + ": " + rules.size() + (rules.size() == 1 ? " rule" : " rules"));
    lines.add("");
    if (rules.isEmpty()) {
      lines.add(
          "  No rule yet, so every request is answered with 404. Save a GatewayRoute in the folder,");
      lines.add("  or look at one that works: gatehouse run examples/quickstart");
    }
    rules.stream()
        .flatMap(rule -> CurlLines.of(rule, port).stream())
        .distinct()
        .limit(CURL_LINES)
        .forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add("Changes of the folder are taken over as they are saved. Ctrl-C ends it.");
    return lines;
  }
}
