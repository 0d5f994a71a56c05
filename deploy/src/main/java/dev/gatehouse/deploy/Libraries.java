package dev.gatehouse.deploy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The jars of one program.
 *
 * @param jars its own first, then what it depends on
 */
record Libraries(List<Path> jars) {
  private static final Pattern NATIVE =
      Pattern.compile(".*-native-.*-linux-(?<arch>x86_64|aarch_64)\\.jar");

  /**
   * What no code of ours calls, nor any that it calls: models of Kubernetes kinds, metrics in
   * Protobuf, and what generates code. Without it the operator's image is smaller by a tenth.
   */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(kubernetes-model-(admissionregistration|flowcontrol|resource|storageclass)"
              + "|prometheus-metrics-exposition-formats|commons-lang3|javapoet)-[0-9.]+\\.jar");

  /** Of a module of this project that was packaged. */
  static Libraries of(Path module) throws IOException {
    Path target = module.resolve("target");
    Path classpath = target.resolve("classpath");
    if (!Files.exists(classpath)) {
      throw new IllegalStateException(classpath + " is missing: run mvn -pl deploy -am package");
    }
    try (Stream<Path> files = Files.list(target)) {
      Stream<Path> own = files.filter(file -> file.toString().endsWith(".jar"));
      Stream<Path> others =
          Stream.of(Files.readString(classpath).strip().split(File.pathSeparator)).map(Path::of);
      return new Libraries(
          Stream.concat(own, others)
              .filter(jar -> !LEFT_OUT.matcher(jar.getFileName().toString()).matches())
              .toList());
    }
  }

  /** Copies jars, and out of the jars that hold native libraries those for this processor. */
  void copyTo(Image image) throws IOException {
    Files.createDirectories(image.jars());
    Files.createDirectories(image.libraries());
    for (Path jar : jars) {
      var matcher = NATIVE.matcher(jar.getFileName().toString());
      if (!matcher.matches()) {
        copy(jar, image.jars().resolve(jar.getFileName()));
      } else if (matcher.group("arch").equals(processor())) {
        unpack(jar, image.libraries());
      }
    }
  }

  private static void copy(Path jar, Path to) throws IOException {
    if (Files.exists(to)) {
      throw new IllegalStateException("two jars of one name: " + jar);
    }
    Files.copy(jar, to);
  }

  private static void unpack(Path jar, Path folder) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      for (var entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (entry.getName().endsWith(".so")) {
          String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }

  /** As Netty names it. */
  private static String processor() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64" -> "aarch_64";
      case String other -> other;
    };
  }
}
