package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
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

  private final Map<String, Integer> lines = new HashMap<>();
  private int nodes;

  private YamlTree() {}

  /** A document as JSON. */
  record Tree(JsonNode json, Lines lines) {}

  /**
   * Makes a tree of a document.
   *
   * @throws Flaw where the document can't be JSON, or grows too large
   */
  static Tree of(Node document) throws Flaw {
    var tree = new YamlTree();
    JsonNode json = tree.json(document, "", line(document), 0);
    return new Tree(json, new Lines(tree.lines, ""));
  }

  static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private JsonNode json(Node node, String pointer, int line, int depth) throws Flaw {
    count(line, depth);
    lines.put(pointer, line);
    return switch (node) {
      case MappingNode mapping -> object(mapping.getValue(), pointer, depth);
      case SequenceNode sequence -> array(sequence.getValue(), pointer, depth);
      case ScalarNode scalar -> scalar(scalar);
      default -> NullNode.getInstance();
    };
  }

  private void count(int line, int depth) throws Flaw {
    if (++nodes > MAX_NODES) {
      throw new Flaw(line, "holds or repeats too much: aliases (*name) may not grow like that");
    }
    // Aliases can go deeper than what is written, even round in a circle.
    if (depth > ShallowParser.MAX_DEPTH) {
      throw new Flaw(line, ShallowParser.TOO_DEEP);
    }
  }

  private ObjectNode object(List<NodeTuple> entries, String pointer, int depth) throws Flaw {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    var own = new HashSet<String>();
    for (NodeTuple entry : entries) {
      int line = line(entry.getKeyNode());
      if (entry.getKeyNode().getTag().equals(YamlWords.MERGE)) {
        merge(entry.getValueNode(), object, pointer, depth + 1);
        continue;
      }
      String name = name(entry.getKeyNode(), line);
      String at = pointer + "/" + Lines.escaped(name);
      if (!own.add(name)) {
        throw new Flaw(
            line, "field \"" + name + "\" is here twice, first in line " + lines.get(at));
      }
      object.set(name, json(entry.getValueNode(), at, line, depth + 1));
    }
    return object;
  }

  /** Names are words too: that of {@code on: 1} is {@code true}, as kubectl has it. */
  private static String name(Node key, int line) throws Flaw {
    JsonNode name = key instanceof ScalarNode word ? Tagged.read(word) : null;
    if (name == null && key instanceof ScalarNode word && Scalars.isBeyondJson(word.getValue())) {
      return word.getValue();
    }
    if (name == null || name.isNull()) {
      throw new Flaw(line, "a field's name has to be a word");
    }
    return name.asText();
  }

  /** As kubectl does it: what is merged wins over what stands before, and the first of a list. */
  private void merge(Node from, ObjectNode into, String pointer, int depth) throws Flaw {
    count(line(from), depth);
    switch (from) {
      case MappingNode mapping -> into.setAll(object(mapping.getValue(), pointer, depth));
      case SequenceNode list -> {
        for (Node each : list.getValue().reversed()) {
          if (!(each instanceof MappingNode)) {
            throw notMergeable(each);
          }
          merge(each, into, pointer, depth + 1);
        }
      }
      default -> throw notMergeable(from);
    }
  }

  private static Flaw notMergeable(Node node) {
    return new Flaw(line(node), "<< takes an object, or a list of them");
  }

  private ArrayNode array(List<Node> items, String pointer, int depth) throws Flaw {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Node item : items) {
      array.add(json(item, pointer + "/" + array.size(), line(item), depth + 1));
    }
    return array;
  }

  private static JsonNode scalar(ScalarNode scalar) throws Flaw {
    JsonNode json = Tagged.read(scalar);
    if (json == null) {
      throw new Flaw(line(scalar), scalar.getValue() + " is not a value that JSON has");
    }
    return json;
  }
}
