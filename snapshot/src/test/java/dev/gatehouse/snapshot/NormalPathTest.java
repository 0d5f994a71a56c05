package dev.gatehouse.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalPathTest {
  @ParameterizedTest
  @CsvSource({
    "/caf%c3%a9, /caf%C3%A9",
    "/%61dm%69n, /admin",
    "/a%2Db%5f%7E, /a-b_~",
    "/a%2e%2E/b, /a../b",
    "/a/%2e%2E/b, /b",
    "/a/%2e./b, /b",
    "//a///b, /a/b",
    "/a/./b/.., /a/",
    "/../a, /a",
    "/a%2fb%5c, /a%2Fb%5C",
    "/%252e%252e, /%252e%252e",
    "/%25%36%31, /%2561",
    "/%7bid%7d, /%7Bid%7D",
    "/a/.., /",
  })
  void everySpellingOfAPathBecomesOne(String path, String normal) {
    assertEquals(normal, NormalPath.of(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a%", "/a%2", "/a%zz", "/a%00", "/a%+1", "/a/..;x/b", "/%2e%2e;x", "/.;"})
  void whatBackendsReadDifferentlyHasNoNormalForm(String path) {
    assertNull(NormalPath.of(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a/b.c/", "/a%2Fb", "/a{b}", "*"})
  void aNormalPathIsNotCopied(String path) {
    assertSame(path, NormalPath.of(path));
  }

  @Test
  void theNormalFormOfANormalFormIsItself() {
    var random = new Random(1);
    String[] parts = {"/", "a", ".", "%2e", "%2F", "%61", "%c3", "%25", "2e", ";"};
    for (int i = 0; i < 20_000; i++) {
      var path = new StringBuilder("/");
      for (int j = random.nextInt(8); j >= 0; j--) {
        path.append(parts[random.nextInt(parts.length)]);
      }
      String normal = NormalPath.of(path.toString());
      if (normal != null) {
        assertEquals(normal, NormalPath.of(normal), path::toString);
      }
    }
  }
}
