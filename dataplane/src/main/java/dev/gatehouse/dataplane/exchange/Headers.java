package dev.gatehouse.dataplane.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in the order in which they came, names in lower case (RFC 9113, section 8.2;
 * HTTP/1.1 doesn't mind). A flat array searched from the front: the few dozen fields of a message
 * are found faster so than by hashing, and it is copied and reused without garbage. Not
 * thread-safe.
 */
public final class Headers {
  /** Sees each field in order. */
  @FunctionalInterface
  public interface Visitor {
    void field(String name, String value);
  }

  private String[] fields;
  private int length;

  /** A bit for each name that was added, by its hash: most that are asked for aren't there. */
  private long names;

  public Headers() {
    this(16);
  }

  public Headers(int expected) {
    fields = new String[Math.max(1, expected) * 2];
  }

  /** How many fields there are, repeated ones counted each. */
  public int size() {
    return length / 2;
  }

  public String nameAt(int index) {
    return fields[2 * index];
  }

  public String valueAt(int index) {
    return fields[2 * index + 1];
  }

  /** The first value of that name. */
  public @Nullable String get(String name) {
    int at = indexOf(name, 0);
    return at < 0 ? null : fields[at + 1];
  }

  /** Every value of that name, as they are now. Most names have none or one, which costs less. */
  public List<String> getAll(String name) {
    int first = indexOf(name, 0);
    if (first < 0) {
      return List.of();
    }
    int second = indexOf(name, first + 2);
    if (second < 0) {
      return List.of(fields[first + 1]);
    }
    var values = new ArrayList<String>();
    values.add(fields[first + 1]);
    for (int at = second; at >= 0; at = indexOf(name, at + 2)) {
      values.add(fields[at + 1]);
    }
    return List.copyOf(values);
  }

  public boolean contains(String name) {
    return indexOf(name, 0) >= 0;
  }

  /** Adds a field; {@code name} is in lower case. */
  public Headers add(String name, String value) {
    if (length == fields.length) {
      fields = Arrays.copyOf(fields, length * 2);
    }
    fields[length++] = name;
    fields[length++] = value;
    names |= bit(name);
    return this;
  }

  /** Replaces every field of that name by one, at the place of the first. */
  public Headers set(String name, String value) {
    int at = indexOf(name, 0);
    if (at < 0) {
      return add(name, value);
    }
    fields[at + 1] = value;
    removeFrom(name, at + 2);
    return this;
  }

  /** Adds a member to a list: all fields of that name become one, at the place of the first. */
  public Headers append(String name, String member) {
    List<String> lines = getAll(name);
    if (lines.isEmpty()) {
      return add(name, member);
    }
    String before = String.join(", ", lines);
    return set(name, before.isEmpty() ? member : before + ", " + member);
  }

  public Headers remove(String name) {
    int at = indexOf(name, 0);
    if (at >= 0) {
      removeFrom(name, at);
    }
    return this;
  }

  public void forEach(Visitor visitor) {
    for (int i = 0; i < length; i += 2) {
      visitor.field(fields[i], fields[i + 1]);
    }
  }

  private void removeFrom(String name, int from) {
    int kept = from;
    for (int i = from; i < length; i += 2) {
      if (!fields[i].equals(name)) {
        fields[kept] = fields[i];
        fields[kept + 1] = fields[i + 1];
        kept += 2;
      }
    }
    length = kept;
  }

  private int indexOf(String name, int from) {
    if ((names & bit(name)) == 0) {
      return -1;
    }
    for (int i = from; i < length; i += 2) {
      if (fields[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static long bit(String name) {
    return 1L << name.hashCode();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }
}
