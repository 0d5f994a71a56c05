package dev.gatehouse.operator.input.folder;

import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Tells words that stand without quotes or tag, whose meaning {@link Scalars} knows, from text that
 * is meant as text.
 */
final class YamlWords extends JsonSchema {
  static final Tag WORD = new Tag("tag:gatehouse.dev,2026:word");

  /** The key that merges; not YAML's own tag, with which the parser would merge as it likes. */
  static final Tag MERGE = new Tag("tag:gatehouse.dev,2026:merge");

  @Override
  public ScalarResolver getScalarResolver() {
    return (value, implicit) -> {
      if (!implicit) {
        return Tag.STR;
      }
      return value.equals("<<") ? MERGE : WORD;
    };
  }
}
