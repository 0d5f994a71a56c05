package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  private final Text text = new Text();

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 9, 10, 99, 100, 1_234_567_890, Long.MAX_VALUE})
  void countsAreWrittenDigitByDigit(long count) throws IOException {
    text.endLine(count);

    assertEquals(count + "\n", written());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.000000001",
    "7000000, 0.007",
    "10000000, 0.01",
    "1000000000, 1",
    "60500000000, 60.5",
    "123456789012, 123.456789012",
    "9223372036854775807, 9223372036.854775807",
  })
  void timesAreSecondsWithoutNeedlessZeros(long nanos, String seconds) throws IOException {
    text.endLineInSeconds(nanos);

    assertEquals(seconds + "\n", written());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a\"b",
        "back\\slash",
        "end\\",
        "two\nlines",
        "\\n",
        "\"}, {",
        "Straße 语"
      })
  void aReaderFindsLabelValuesAsTheyWere(String value) throws IOException {
    text.add("family{label=\"").add(Text.labelValue(value)).add("\"} ").endLine(1);

    var page = StrictPage.read("# TYPE family counter\n" + written());

    assertEquals(1, page.value("family", Map.of("label", value)));
  }

  @Test
  void whatWasPassedOnIsNotThereAgain() throws IOException {
    text.add("first ").endLine(1);
    written();

    text.add("x".repeat(100_000)).endLine(2);

    assertEquals("x".repeat(100_000) + "2\n", written());
  }

  private String written() throws IOException {
    var out = new ByteArrayOutputStream();
    text.moveTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
