package dev.gatehouse.dataplane.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import dev.gatehouse.snapshot.RegexSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/a/b /a/b",
        "/a.b /a",
        "/a\\.b /a.b",
        "/ab?c /a",
        "/ab{2} /a",
        "^/a$ /a",
        "/v[0-9] /v",
        "/a|/b ''",
        "/a(b|c) ''",
        "(?i)/a ''",
        "/a\\d /a",
        "/a\\pN /a",
        ".* ''",
      })
  void knowsTheTextWithWhichWhatMatchesBegins(String expression, String prefix) {
    assertEquals(prefix, Regex.literalPrefix(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"((a{1000}){1000}){1000}", "(a{100}){101}", "((a|b{500}){30})+", "(x{9,}){9000}"})
  void refusesWhatMultiplies(String expression) {
    assertThrows(InvalidRule.class, () -> Regex.compile(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a{3}",
        "[]a]{9}x{5,7}",
        "[[:alpha:]-]+",
        "\\x{41}{3}",
        "\\Qa{1000}\\E",
        "(a(b(c){3}){4}){5}",
        "[^]]{20}",
        "a{,5}",
        "\\p{Greek}+",
        "(?:[0-9a-f]{4}-){7}"
      })
  void measuresNoLessThanHalfOfWhatIsBuilt(String expression) throws InvalidRule {
    Regex.compile(expression);

    long size = RegexSize.of(expression);
    int built = Pattern.compile(expression).programSize();
    assertTrue(size * 2 + 8 >= built, () -> size + " for " + built);
  }

  @Test
  void aPatternThatWouldBacktrackForeverEnds() throws InvalidRule {
    Regex regex = Regex.compile("(a+)+b");

    assertEquals(false, regex.matches("a".repeat(8_000)));
  }
}
