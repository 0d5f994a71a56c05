package dev.gatehouse.e2e.bench;

import dev.gatehouse.operator.input.folder.FolderReader;
import dev.gatehouse.operator.input.folder.ObjectCheck;
import dev.gatehouse.operator.input.folder.Placed;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.operator.translate.Memo;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Writes the body of the push that gives a fresh pod what a folder holds, so that a pod can be
 * started and served to without an operator. Arguments: the folder, the file.
 */
final class WholePush {
  private WholePush() {}

  public static void main(String[] arguments) throws IOException {
    ClusterView view = ClusterView.empty(ClusterView.Settings.LAPTOP);
    var folder = new FolderReader(ObjectCheck.NONE).read(Path.of(arguments[0]));
    for (Placed placed : folder.objects().values()) {
      view = view.with(placed.object());
    }
    FleetContent content =
        new Translator(Sources.standard())
            .translate(view, Set.of(), Memo.EMPTY)
            .translation()
            .content("default");
    var push =
        new Push(
            "default",
            new SnapshotVersion(1, 1, content.hash().hex()),
            null,
            Delta.between(Map.of(), content.resources()));
    Files.write(Path.of(arguments[1]), PushCodec.write(push));
  }
}
