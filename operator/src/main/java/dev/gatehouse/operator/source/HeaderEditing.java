package dev.gatehouse.operator.source;

import dev.gatehouse.crds.v1alpha1.HeaderModifier;
import dev.gatehouse.crds.v1alpha1.HttpHeader;
import dev.gatehouse.snapshot.Filter.Header;
import dev.gatehouse.snapshot.Filter.HeaderEdits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What RequestHeaderModifier and ResponseHeaderModifier do. */
final class HeaderEditing {
  private final Variables variables;

  HeaderEditing(Variables variables) {
    this.variables = variables;
  }

  HeaderEdits read(HeaderModifier modifier, Problems at) {
    List<Header> set = fields(modifier.set(), at.field("set"));
    List<Header> add = fields(modifier.add(), at.field("add"));
    var names = new HashSet<String>();
    set.forEach(field -> names.add(field.name()));
    add.forEach(field -> names.add(field.name()));
    var edits = new HeaderEdits(set, add, removed(modifier.remove(), names, at.field("remove")));
    if (edits.set().isEmpty() && edits.add().isEmpty() && edits.remove().isEmpty()) {
      at.add("changes nothing; set, add or remove a field, or remove the filter");
    }
    return edits;
  }

  private List<Header> fields(@Nullable List<HttpHeader> fields, Problems at) {
    var names = new HashSet<String>();
    var read = new ArrayList<Header>();
    for (int i = 0; fields != null && i < fields.size(); i++) {
      HttpHeader field = fields.get(i);
      Problems here = at.item(i);
      if (field == null) {
        here.add("is empty; write a name and a value, or remove it");
        continue;
      }
      String name = once(HeaderNames.editable(field.name(), here.field("name")), names, here);
      String value = HeaderNames.value(field.value(), here.field("value"));
      variables.check(value, here.field("value"));
      read.add(new Header(name, value));
    }
    return read;
  }

  private static List<String> removed(
      @Nullable List<String> fields, Set<String> names, Problems at) {
    var read = new ArrayList<String>();
    for (int i = 0; fields != null && i < fields.size(); i++) {
      read.add(once(HeaderNames.editable(fields.get(i), at.item(i)), names, at.item(i)));
    }
    return read;
  }

  /**
   * A field that is both set and removed, say, means what nobody meant; one may be set and added
   * to.
   */
  private static String once(String name, Set<String> names, Problems at) {
    if (!names.add(name)) {
      at.add("\"" + name + "\" is named twice in this filter; keep one of them");
    }
    return name;
  }
}
