package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictPageTest {
  private static final String HISTOGRAM =
      """
      # TYPE h histogram
      h_bucket{le="0.1"} 1
      h_bucket{le="+Inf"} 2
      h_count 2
      h_sum 3.5
      """;

  @Test
  void aGoodPageIsRead() {
    var page = StrictPage.read("# HELP c Of use\n# TYPE c counter\nc{a=\"\\\"\"} 7\n" + HISTOGRAM);

    assertEquals(7, page.value("c", Map.of("a", "\"")));
    assertEquals(2, page.samples("h_bucket").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# TYPE c counter\nc 1",
        "c 1\n",
        "# HELP c Of use\nc 1\n",
        "# TYPE c counter\nd 1\n",
        "# TYPE c counter\nc\n",
        "# TYPE c counter\nc one\n",
        "# TYPE c counter\n\nc 1\n",
        "# TYPE c counter\nc 1\nc 1\n",
        "# TYPE c counter\nc{a=\"1\",b=\"1\"} 1\nc{b=\"1\",a=\"1\"} 1\n",
        "# TYPE c counter\n# TYPE c counter\nc 1\n",
        "# HELP c Of use\n# HELP c Of use\n# TYPE c counter\nc 1\n",
        "# TYPE c counter\n# TYPE d counter\nd 1\nc 1\n",
        "# TYPE c counter\nc{a=\"\"\"} 1\n",
        "# TYPE c counter\nc{a=\"\\x\"} 1\n",
        "# TYPE c counter\nc{a=\"1\",} 1\n",
        "# TYPE c counter\nc{a=\"1\" b=\"1\"} 1\n",
        "# TYPE c counter\nc{a=\"1\",a=\"1\"} 1\n",
      })
  void aBadPageIsNot(String page) {
    assertThrows(AssertionError.class, () -> StrictPage.read(page));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          h_bucket{le="0.1"} 1  | h_bucket{le="0.1"} 3
          h_bucket{le="0.1"} 1  | h_bucket 1
          h_bucket{le="+Inf"} 2 | h_bucket{le="1"} 2
          h_bucket{le="+Inf"} 2 | h_bucket{le="0.01"} 2
          h_count 2             | h_count 1
          h_count 2             | h_count{a="1"} 2
          h_sum 3.5             | h_sum -1
          h_sum 3.5             | h_count{a="1"} 2
          """)
  void norIsAHistogramThatContradictsItself(String line, String instead) {
    String page = HISTOGRAM.replace(line, instead);

    assertThrows(AssertionError.class, () -> StrictPage.read(page));
  }
}
