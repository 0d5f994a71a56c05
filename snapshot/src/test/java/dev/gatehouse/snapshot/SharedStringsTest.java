package dev.gatehouse.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedStringsTest {
  private record Names(String one, List<String> more) {}

  @Test
  void givesOneInstanceForEqualStringsOfManyDocuments() throws JsonProcessingException {
    Names first = read("{\"one\":\"shop\",\"more\":[\"orders\"]}");
    Names second = read("{\"one\":\"orders\",\"more\":[\"shop\"]}");

    assertSame(first.one, second.more.getFirst());
    assertSame(first.more.getFirst(), second.one);
  }

  @Test
  void keepsNoLongOnes() throws JsonProcessingException {
    String text = "x".repeat(65);
    String json = "{\"one\":\"%s\",\"more\":[]}".formatted(text);

    assertEquals(text, read(json).one);
    assertNotSame(read(json).one, read(json).one);
  }

  @Test
  void refusesWhatIsNoString() {
    assertThrows(MismatchedInputException.class, () -> read("{\"one\":{},\"more\":[]}"));
    assertThrows(MismatchedInputException.class, () -> read("{\"one\":\"x\",\"more\":[[]]}"));
    assertThrows(MismatchedInputException.class, () -> read("{\"one\":\"x\",\"more\":[null]}"));
  }

  private static Names read(String json) throws JsonProcessingException {
    return ResourceCodec.JSON.readValue(json, Names.class);
  }
}
