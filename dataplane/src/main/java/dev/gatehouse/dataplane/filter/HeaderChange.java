package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.snapshot.Filter.Header;
import dev.gatehouse.snapshot.Filter.HeaderEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Fields to set, to add and to remove, in that order, compiled. */
final class HeaderChange {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /**
   * What frames a message or belongs to one connection. The transport alone decides these; a route
   * that could would let requests be smuggled.
   */
  private static final Set<String> TRANSPORT_ONLY =
      Set.of(
          "connection",
          "content-length",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private record Field(String name, ValueTemplate value) {}

  private final List<Field> set;
  private final List<Field> add;
  private final List<String> remove;

  private HeaderChange(List<Field> set, List<Field> add, List<String> remove) {
    this.set = List.copyOf(set);
    this.add = List.copyOf(add);
    this.remove = List.copyOf(remove);
  }

  static HeaderChange compile(HeaderEdits edits, Set<String> pathVariables) throws InvalidFilter {
    var remove = new ArrayList<String>(edits.remove().size());
    for (String name : edits.remove()) {
      remove.add(fieldName(name));
    }
    return new HeaderChange(
        fields(edits.set(), pathVariables), fields(edits.add(), pathVariables), remove);
  }

  private static List<Field> fields(List<Header> headers, Set<String> pathVariables)
      throws InvalidFilter {
    var fields = new ArrayList<Field>(headers.size());
    for (Header header : headers) {
      if (header.value().chars().anyMatch(HeaderChange::isControl)) {
        throw new InvalidFilter(
            "the value for the header " + header.name() + " holds a control character");
      }
      fields.add(
          new Field(
              fieldName(header.name()),
              ValueTemplate.compile(header.value().strip(), pathVariables)));
    }
    return fields;
  }

  private static String fieldName(String name) throws InvalidFilter {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(lower).matches()) {
      throw new InvalidFilter("\"" + name + "\" is not a header name");
    }
    if (TRANSPORT_ONLY.contains(lower)) {
      throw new InvalidFilter(
          lower.equals("host")
              ? "a filter can't change the header host; URLRewrite's hostname does"
              : "a filter can't change the header " + lower + ", which frames messages");
    }
    return lower;
  }

  void apply(Exchange exchange, Headers headers) {
    for (Field field : set) {
      headers.set(field.name, field.value.render(exchange, HeaderChange::neutralised));
    }
    for (Field field : add) {
      headers.add(field.name, field.value.render(exchange, HeaderChange::neutralised));
    }
    for (String name : remove) {
      headers.remove(name);
    }
  }

  /** Control characters become spaces, as RFC 9110, section 5.5 allows. */
  private static String neutralised(Variable variable, String value) {
    if (value.chars().noneMatch(HeaderChange::isControl)) {
      return value;
    }
    var text = new StringBuilder(value.length());
    value.chars().forEach(c -> text.append(isControl(c) ? ' ' : (char) c));
    return text.toString();
  }

  private static boolean isControl(int c) {
    return (c < ' ' && c != '\t') || c == 0x7f;
  }
}
