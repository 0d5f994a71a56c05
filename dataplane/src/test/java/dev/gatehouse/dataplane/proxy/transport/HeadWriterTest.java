package dev.gatehouse.dataplane.proxy.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.proxy.transport.HeadWriter.Persistence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadWriterTest {
  private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  private final HeadWriter heads = new HeadWriter();

  @Test
  void writesARequest() {
    RequestHead head = request("GET", "/a", new Headers().add("x-a", "1").add("x-a", ""));

    assertEquals(
        "GET /a?q HTTP/1.1\r\nhost: h\r\nx-a: 1\r\nx-a: \r\n\r\n",
        text(heads.request(ALLOCATOR, head, false)));
  }

  @Test
  void saysOfARequestThatItComesInChunks() {
    assertEquals(
        "POST /a?q HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n",
        text(heads.request(ALLOCATOR, request("POST", "/a", new Headers()), true)));
  }

  @Test
  void writesAnAnswerThatKeepsTheConnectionOfAnOldClient() {
    assertEquals(
        "HTTP/1.1 404 Not Found\r\nconnection: keep-alive\r\nx-a: 1\r\n\r\n",
        text(answer(404, new Headers().add("x-a", "1"), Persistence.KEEP_ALIVE)));
  }

  @Test
  void writesWhatIsNoLatin1AsAQuestionMark() {
    assertEquals(
        "HTTP/1.1 200 OK\r\nx-a: \u00e9?\t\r\n\r\n",
        text(answer(200, new Headers().add("x-a", "\u00e9\u20ac\t"), Persistence.IMPLIED)));
  }

  @Test
  void growsWithWhatIsWritten() {
    String long1 = "v".repeat(5000);

    assertEquals(
        "HTTP/1.1 200 OK\r\nx-a: " + long1 + "\r\nx-b: " + long1 + "\r\n\r\n",
        text(answer(200, new Headers().add("x-a", long1).add("x-b", long1), Persistence.IMPLIED)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\u000b", "\f", "\r\nx: y"})
  void refusesAValueThatWouldEndItsLine(String value) {
    assertRefused("x-a", value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "a\r\n", "a\tb", "\u00e9"})
  void refusesANameThatIsNone(String name) {
    assertRefused(name, "v");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nx: y", "/\u00e9", "/\t"})
  void refusesAPathThatWouldEndTheRequestLine(String path) {
    RequestHead head = request("GET", path, new Headers());

    assertThrows(IllegalArgumentException.class, () -> heads.request(ALLOCATOR, head, false));
  }

  @Test
  void beginsAnewAfterARefusal() {
    assertRefused("x-a", "\r\n");

    assertEquals(
        "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n",
        text(answer(204, new Headers(), Persistence.CLOSE)));
  }

  @Test
  void endsChunksWithFields() {
    assertEquals(
        "0\r\nx-sum: 1\r\n\r\n", text(heads.lastChunk(ALLOCATOR, new Headers().add("x-sum", "1"))));
  }

  private void assertRefused(String name, String value) {
    Headers fields = new Headers().add(name, value);
    assertThrows(IllegalArgumentException.class, () -> answer(200, fields, Persistence.IMPLIED));
  }

  private ByteBuf answer(int status, Headers fields, Persistence persistence) {
    return heads.answer(ALLOCATOR, status, fields, false, persistence);
  }

  private static RequestHead request(String method, String path, Headers fields) {
    return new RequestHead(method, "http", "h", path, "q", fields);
  }

  private static String text(ByteBuf bytes) {
    String text = bytes.toString(ISO_8859_1);
    bytes.release();
    return text;
  }
}
