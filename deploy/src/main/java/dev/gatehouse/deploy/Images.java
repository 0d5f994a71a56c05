package dev.gatehouse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes {@code target/image/operator} and {@code target/image/dataplane}, unless they are there,
 * made of the same.
 */
public final class Images {
  private static final String OPERATOR = "dev.gatehouse.operator.reconcile.OperatorMain";
  private static final String DATA_PLANE = "dev.gatehouse.dataplane.admin.DataPlaneMain";

  private final Path target;
  private final Path module;

  private Images(Path module) {
    this.module = module;
    this.target = module.resolve("target/image");
  }

  /** Of the module in {@code basedir}; it starts seldom, and Kubernetes' classes are many. */
  static Image operator(Path basedir) {
    Path folder = basedir.resolve("target/image/operator").toAbsolutePath();
    return new Image(folder, OPERATOR, false, 128 + 15);
  }

  /** Of the module in {@code basedir}; how fast it starts is how fast a fleet grows. */
  static Image dataPlane(Path basedir) {
    Path folder = basedir.resolve("target/image/dataplane").toAbsolutePath();
    return new Image(folder, DATA_PLANE, true, 0);
  }

  /**
   * Takes this module's folder, and the time that all files are to bear: it comes back in the
   * image's layers, and the cache is refused where a jar has another than it was made with.
   */
  public static void main(String[] args) throws Exception {
    new Images(Path.of(args[0]).toAbsolutePath().normalize())
        .make(FileTime.from(Instant.parse(args[1])));
  }

  private void make(FileTime time) throws Exception {
    Libraries operator = Libraries.of(module.resolveSibling("operator"));
    Libraries dataPlane = Libraries.of(module.resolveSibling("dataplane"));
    Path logging = module.resolve("src/main/resources/logging.properties");
    String fingerprint =
        Fingerprint.of(
            Stream.of(
                    operator.jars(),
                    dataPlane.jars(),
                    Fingerprint.files(module.resolve("target/classes")))
                .flatMap(List::stream)
                .toList());
    Path made = target.resolve("fingerprint");
    if (Files.exists(made) && Files.readString(made).equals(fingerprint)) {
      System.out.println(target + " is as it would be made");
      return;
    }
    Folders.delete(target);
    Image operatorImage = assemble(operator(module), operator, logging);
    Image dataPlaneImage = assemble(dataPlane(module), dataPlane, logging);
    JavaRuntime.link(operatorImage.runtime());
    Folders.copy(operatorImage.runtime(), dataPlaneImage.runtime());
    for (Image image : List.of(operatorImage, dataPlaneImage)) {
      Folders.settle(image.folder(), time);
    }
    Training.run(operatorImage, dataPlaneImage, module.resolve("target/training"));
    for (Image image : List.of(operatorImage, dataPlaneImage)) {
      image.writeArguments();
      Folders.settle(image.folder(), time);
    }
    Files.writeString(made, fingerprint);
  }

  private static Image assemble(Image image, Libraries libraries, Path logging) throws IOException {
    libraries.copyTo(image);
    Files.copy(logging, image.logging());
    return image;
  }
}
