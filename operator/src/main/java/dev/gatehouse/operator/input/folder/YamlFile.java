package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * The objects that stand in one file, and what keeps others from being read. Where the text stops
 * being YAML, what came before it has been read.
 *
 * @param objects Lists are taken apart, empty documents left out
 * @param empty whether it has no byte, as while a shell waits for what it is to hold
 */
public record YamlFile(List<Document> objects, List<Problem> problems, boolean empty) {
  /** What etcd takes by default, and so the largest object that a cluster would. */
  static final int MAX_OBJECT = 1_572_864;

  /** Far more than folders of routes hold, and little enough to be read into memory. */
  static final long MAX_FILE = 32L << 20;

  /** Reads a file that may be of any size; what can't be read of it becomes a problem. */
  public static YamlFile read(Path file) {
    var objects = new ArrayList<Document>();
    var problems = new ArrayList<Problem>();
    boolean empty = false;
    try {
      long size = Files.size(file);
      empty = size == 0;
      if (size > MAX_FILE) {
        problems.add(new Problem(file, 1, "the file has " + megabytes(size) + "; split it up"));
      } else {
        parse(file, withoutHuge(file, text(file), problems), objects, problems);
      }
    } catch (Flaw flaw) {
      problems.add(new Problem(file, flaw.line(), flaw.what()));
    } catch (IOException e) {
      problems.add(new Problem(file, 1, "can't be read: " + Reasons.of(e)));
    }
    return new YamlFile(List.copyOf(objects), List.copyOf(problems), empty);
  }

  /** JSON may be indented by tabs, where YAML may not; no text of JSON holds one. */
  private static String text(Path file) throws IOException, Flaw {
    String text = FileText.read(file);
    return file.toString().endsWith(".json") ? text.replace('\t', ' ') : text;
  }

  /**
   * The text with every document that is too large blanked out, line by line: the parser would need
   * seconds for one. A line that begins with {@code ---} always begins a document.
   */
  private static String withoutHuge(Path file, String text, List<Problem> problems) {
    if (text.length() <= MAX_OBJECT) {
      return text;
    }
    var kept = new StringBuilder();
    int line = 1;
    int end;
    for (int start = 0; start < text.length(); start = end) {
      int next = text.indexOf("\n---", start);
      end = next < 0 ? text.length() : next + 1;
      String document = text.substring(start, end);
      if (document.length() > MAX_OBJECT) {
        String size = megabytes(document.length());
        problems.add(
            new Problem(
                file,
                line,
                "the object has " + size + ", comments and all; a cluster takes 1.5 MB at most"));
        kept.append(document.replaceAll("[^\n]+", ""));
      } else {
        kept.append(document);
      }
      line += (int) document.chars().filter(c -> c == '\n').count();
    }
    return kept.toString();
  }

  private static void parse(
      Path file, String text, List<Document> objects, List<Problem> problems) {
    var settings =
        LoadSettings.builder()
            .setSchema(new YamlWords())
            .setCodePointLimit(Integer.MAX_VALUE)
            // What they grow to counts, and not how many there are.
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .setLabel(file.toString())
            .build();
    try {
      var parser = new ParserImpl(settings, new StreamReader(settings, text));
      var composer = new Composer(settings, new ShallowParser(parser));
      while (composer.hasNext()) {
        document(file, composer.next(), objects, problems);
      }
    } catch (ShallowParser.TooDeep e) {
      problems.add(new Problem(file, line(e), e.getProblem()));
    } catch (MarkedYamlEngineException e) {
      problems.add(new Problem(file, line(e), "isn't YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(new Problem(file, 1, "isn't YAML: " + e.getMessage()));
    }
  }

  private static int line(MarkedYamlEngineException e) {
    return e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static void document(
      Path file, Node node, List<Document> objects, List<Problem> problems) {
    try {
      YamlTree.Tree tree = YamlTree.of(node);
      if (tree.json().isNull()) {
        return;
      }
      JsonNode items = tree.json().path("items");
      if (tree.json().path("kind").asText().equals("List") && items.isArray()) {
        for (int i = 0; i < items.size(); i++) {
          objects.add(new Document(items.get(i), tree.lines().under("/items/" + i)));
        }
        return;
      }
      objects.add(new Document(tree.json(), tree.lines()));
    } catch (Flaw flaw) {
      problems.add(new Problem(file, flaw.line(), flaw.what()));
    }
  }

  private static String megabytes(long bytes) {
    return Math.round(bytes / 1e5) / 10.0 + " MB";
  }
}
