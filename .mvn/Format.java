import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds every Java file below the working directory against google-java-format: check, or apply.
 */
public final class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

  public static void main(String[] args) throws IOException {
    boolean apply = args.length > 0 && args[0].equals("apply");
    var wrong = new ConcurrentLinkedQueue<String>();
    sources(Path.of("")).parallelStream().forEach(file -> visit(file, apply, wrong));
    if (!wrong.isEmpty()) {
      wrong.stream().sorted().forEach(System.err::println);
      System.err.println("To mend them: mvn -N validate -Dformat=apply");
      System.exit(1);
    }
  }

  private static void visit(Path file, boolean apply, ConcurrentLinkedQueue<String> wrong) {
    try {
      String before = Files.readString(file);
      String after = format(before);
      if (after.equals(before)) {
        return;
      }
      if (apply) {
        Files.writeString(file, after);
      } else {
        wrong.add(file + ": not as google-java-format writes it");
      }
    } catch (IOException | FormatterException e) {
      wrong.add(file + ": " + e.getMessage());
    }
  }

  private static String format(String source) throws FormatterException {
    String ordered = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE);
    return new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
  }

  private static List<Path> sources(Path root) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attrs) {
            return SKIPPED.contains(dir.toString())
                    || SKIPPED.contains(dir.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attrs) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
