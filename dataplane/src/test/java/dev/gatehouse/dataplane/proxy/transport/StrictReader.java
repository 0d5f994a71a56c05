package dev.gatehouse.dataplane.proxy.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client's bytes ask for, by the letter of RFC 9110 and 9112: slow, simple, and without a
 * line of the proxy's own code, so that the two can be held against each other.
 */
final class StrictReader {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(" + TOKEN + ") ([!-~]+) HTTP/(1\\.[01])");
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[ \t]*([\t -~\u0080-\u00ff]*?)[ \t]*");
  private static final String AUTHORITY =
      "((?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?)";
  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://" + AUTHORITY + "([/?].*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHUNK_SIZE =
      Pattern.compile(
          "([0-9A-Fa-f]{1,16})(?:;TOKEN(?:=(?:TOKEN|\"(?:[^\"\\\\]|\\\\.)*\"))?)*"
              .replace("TOKEN", TOKEN));
  private static final String LINE_END = "\r\n";

  /**
   * A whole request.
   *
   * @param last whether what follows on the connection need not be read: after Connection: close,
   *     and in HTTP/1.0, where connections are kept by courtesy
   */
  record Asked(
      String method,
      String authority,
      String target,
      List<Field> fields,
      String body,
      boolean last) {
    List<String> values(String name) {
      return fields.stream().filter(field -> field.name.equals(name)).map(Field::value).toList();
    }

    List<String> members(String name) {
      return values(name).stream()
          .flatMap(value -> Pattern.compile(",").splitAsStream(value))
          .map(member -> member.strip().toLowerCase(Locale.ROOT))
          .toList();
    }
  }

  /** Its name in lower case. */
  record Field(String name, String value) {}

  /** How it comes to an end after the whole requests. */
  enum End {
    /** The last of them ends the connection. */
    CLOSED,
    /** What follows is no request. */
    REFUSED,
    /** More would have to come. */
    UNFINISHED
  }

  record Reading(List<Asked> requests, End end) {}

  /** Ends the reading. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1;
    private final End end;

    Stop(End end) {
      super(end.name());
      this.end = end;
    }
  }

  private final String bytes;
  private final List<Asked> requests = new ArrayList<>();
  private int at;

  private StrictReader(String bytes) {
    this.bytes = bytes;
  }

  static Reading read(String bytes) {
    var reader = new StrictReader(bytes);
    try {
      while (true) {
        reader.request();
      }
    } catch (Stop stop) {
      return new Reading(reader.requests, stop.end);
    }
  }

  private void request() throws Stop {
    while (bytes.startsWith(LINE_END, at)) {
      at += 2;
    }
    int end = bytes.indexOf(LINE_END + LINE_END, at);
    check(end >= 0, End.UNFINISHED);
    String[] lines = bytes.substring(at, end).split(LINE_END, -1);
    at = end + 4;
    Matcher line = REQUEST_LINE.matcher(lines[0]);
    check(line.matches(), End.REFUSED);
    boolean old = line.group(3).equals("1.0");
    var fields = new ArrayList<Field>();
    for (int i = 1; i < lines.length; i++) {
      fields.add(field(lines[i]));
    }
    var head = new Asked(line.group(1), "", line.group(2), fields, "", false);
    List<String> options = head.members("connection");
    boolean closes = options.contains("close") || (old && !options.contains("keep-alive"));
    requests.add(
        new Asked(
            head.method, authority(head), target(head), fields, body(head, old), closes || old));
    check(!closes, End.CLOSED);
  }

  private static Field field(String line) throws Stop {
    Matcher field = FIELD.matcher(line);
    check(field.matches(), End.REFUSED);
    return new Field(field.group(1).toLowerCase(Locale.ROOT), field.group(2));
  }

  private static String authority(Asked head) throws Stop {
    List<String> hosts = head.values("host");
    check(hosts.size() == 1 && hosts.getFirst().matches(AUTHORITY), End.REFUSED);
    Matcher absolute = ABSOLUTE.matcher(head.target);
    return (absolute.matches() ? absolute.group(1) : hosts.getFirst()).toLowerCase(Locale.ROOT);
  }

  private static String target(Asked head) throws Stop {
    boolean options = head.method.equals("OPTIONS");
    check(!head.method.equals("CONNECT") && !head.method.equals("TRACE"), End.REFUSED);
    check(head.target.indexOf('#') < 0 && head.target.indexOf('\\') < 0, End.REFUSED);
    Matcher absolute = ABSOLUTE.matcher(head.target);
    String target = absolute.matches() ? local(absolute.group(2), options) : head.target;
    if (target.equals("*") && options) {
      return target;
    }
    check(target.startsWith("/"), End.REFUSED);
    String[] parts = target.split("\\?", 2);
    return normal(parts[0]) + (parts.length > 1 ? "?" + parts[1] : "");
  }

  private static String local(@Nullable String rest, boolean options) {
    if (rest == null) {
      return options ? "*" : "/";
    }
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static String normal(String path) throws Stop {
    check(path.matches("(?:[^%]|%[0-9A-Fa-f]{2})*") && !path.contains("%00"), End.REFUSED);
    String decoded =
        Pattern.compile("%(..)")
            .matcher(path)
            .replaceAll(code -> Matcher.quoteReplacement(decoded(code.group(1))));
    var kept = new ArrayList<String>();
    String last = "";
    for (String segment : decoded.replaceAll("/+", "/").substring(1).split("/", -1)) {
      check(!segment.matches("\\.\\.?;.*"), End.REFUSED);
      if (segment.equals("..") && !kept.isEmpty()) {
        kept.removeLast();
      } else if (!segment.matches("\\.{0,2}")) {
        kept.add(segment);
      }
      last = segment;
    }
    return "/" + String.join("/", kept) + (last.matches("\\.{0,2}") && !kept.isEmpty() ? "/" : "");
  }

  private static String decoded(String hex) {
    String character = Character.toString(Integer.parseInt(hex, 16));
    return character.matches("[A-Za-z0-9._~-]") ? character : "%" + hex.toUpperCase(Locale.ROOT);
  }

  private String body(Asked head, boolean old) throws Stop {
    List<String> expected = head.values("expect");
    check(
        expected.isEmpty()
            || (expected.size() == 1 && expected.getFirst().equalsIgnoreCase("100-continue")),
        End.REFUSED);
    List<String> codings = head.values("transfer-encoding");
    List<String> lengths = head.values("content-length");
    if (!codings.isEmpty()) {
      check(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"), End.REFUSED);
      check(lengths.isEmpty() && !old, End.REFUSED);
      return chunks();
    }
    if (lengths.isEmpty()) {
      return "";
    }
    check(lengths.size() == 1 && lengths.getFirst().matches("[0-9]{1,18}"), End.REFUSED);
    return take(Long.parseLong(lengths.getFirst()));
  }

  private String chunks() throws Stop {
    var body = new StringBuilder();
    while (true) {
      Matcher line = CHUNK_SIZE.matcher(line());
      check(line.matches() && line.group(1).matches("0*[0-7]?[0-9A-Fa-f]{0,7}"), End.REFUSED);
      long size = Long.parseLong(line.group(1), 16);
      if (size == 0) {
        break;
      }
      body.append(take(size));
      check(at + 2 <= bytes.length(), End.UNFINISHED);
      check(take(2).equals(LINE_END), End.REFUSED);
    }
    for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
      field(trailer);
    }
    return body.toString();
  }

  private String line() throws Stop {
    int end = bytes.indexOf(LINE_END, at);
    check(end >= 0, End.UNFINISHED);
    String line = bytes.substring(at, end);
    at = end + 2;
    return line;
  }

  private String take(long size) throws Stop {
    check(size <= bytes.length() - at, End.UNFINISHED);
    String taken = bytes.substring(at, at + (int) size);
    at += (int) size;
    return taken;
  }

  private static void check(boolean fits, End otherwise) throws Stop {
    if (!fits) {
      throw new Stop(otherwise);
    }
  }
}
