package dev.gatehouse.operator.input.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads a file as the text that YAML is made of. */
final class FileText {
  private FileText() {}

  /**
   * The text of a file that fits into memory.
   *
   * @throws Flaw at the first byte that is not UTF-8, or the first character that YAML doesn't take
   */
  static String read(Path file) throws IOException, Flaw {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    CharBuffer decoded = CharBuffer.allocate(bytes.capacity());
    CoderResult end = StandardCharsets.UTF_8.newDecoder().decode(bytes, decoded, true);
    String text = decoded.flip().toString();
    if (end.isError()) {
      throw new Flaw(line(text, text.length()), "isn't text in UTF-8");
    }
    if (!StreamReader.isPrintable(text)) {
      throw unprintable(text);
    }
    return text;
  }

  private static Flaw unprintable(String text) {
    int at = 0;
    while (StreamReader.isPrintable(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return new Flaw(
        line(text, at),
        String.format(
            "holds the character U+%1$04X, which YAML takes only in quotes and as \"\\u%1$04x\"",
            text.codePointAt(at)));
  }

  private static int line(String text, int at) {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }
}
