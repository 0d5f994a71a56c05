package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One YAML document made into JSON, keeping the line of each field. */
final class YamlTree {
  /** More than the largest object has; aliases of aliases would grow without bound. */
  private static final int MAX_NODES = 200_000;

  private static final int MAX_DEPTH = 100;

  private final Map<String, Integer> lines = new HashMap<>();
  private int nodes;

  private YamlTree() {}

  /** A document as JSON. */
  record Tree(JsonNode json, Lines lines) {}

  /** A document that is YAML and yet can't be JSON. */
  static final class NotJson extends Exception {
    private static final long serialVersionUID = 1L;

    final int line;
    final String problem;

    NotJson(int line, String problem) {
      super(problem);
      this.line = line;
      this.problem = problem;
    }
  }

  static Tree of(Node document) throws NotJson {
    var tree = new YamlTree();
    JsonNode json = tree.json(document, "", line(document), 0);
    return new Tree(json, new Lines(tree.lines, ""));
  }

  static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private JsonNode json(Node node, String pointer, int line, int depth) throws NotJson {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw new NotJson(line, "holds or repeats too much: aliases (*name) may not grow like that");
    }
    lines.put(pointer, line);
    return switch (node) {
      case MappingNode mapping -> object(mapping.getValue(), pointer, depth);
      case SequenceNode sequence -> array(sequence.getValue(), pointer, depth);
      case ScalarNode scalar -> scalar(scalar);
      default -> NullNode.getInstance();
    };
  }

  private ObjectNode object(List<NodeTuple> entries, String pointer, int depth) throws NotJson {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple entry : entries) {
      int line = line(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new NotJson(line, "a field's name has to be a word");
      }
      String at = pointer + "/" + Lines.escaped(key.getValue());
      if (object.has(key.getValue())) {
        throw new NotJson(
            line, "field \"" + key.getValue() + "\" is here twice, first in line " + lines.get(at));
      }
      object.set(key.getValue(), json(entry.getValueNode(), at, line, depth + 1));
    }
    return object;
  }

  private ArrayNode array(List<Node> items, String pointer, int depth) throws NotJson {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Node item : items) {
      array.add(json(item, pointer + "/" + array.size(), line(item), depth + 1));
    }
    return array;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    return scalar.getTag().equals(YamlWords.WORD)
        ? Scalars.plain(scalar.getValue())
        : TextNode.valueOf(scalar.getValue());
  }
}
