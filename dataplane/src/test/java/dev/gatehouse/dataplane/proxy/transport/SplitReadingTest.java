package dev.gatehouse.dataplane.proxy.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.dataplane.exchange.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However the bytes of a message are spread over readings, it is the same message. */
class SplitReadingTest {
  private final StringBuilder told = new StringBuilder();

  /** What isn't passed on but told at once, before what is passed on when all is read. */
  private final StringBuilder aside = new StringBuilder();

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "GET /a HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n > GET /a HTTP/1.1 host=a",
        "\\r\\n\\r\\nGET /a HTTP/1.0\\r\\nX-A: \\t b \\t\\r\\n\\r\\n > GET /a HTTP/1.0 x-a=b",
        "PUT / HTTP/1.1\\r\\nContent-Length: 3\\r\\n\\r\\nabc > PUT / HTTP/1.1 content-length=3 [abc]",
        "PUT / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nab\\r\\n01;a=\"\\\\;\";b\\r\\nc\\r\\n0\\r\\n\\r\\n"
            + " > PUT / HTTP/1.1 transfer-encoding=chunked [abc]",
        "PUT / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\nX-T: 1\\r\\n\\r\\n"
            + " > PUT / HTTP/1.1 transfer-encoding=chunked [] x-t=1",
        "PUT / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n > PUT / HTTP/1.1"
            + " transfer-encoding=chunked [ malformed",
        "GET /a HTTP/1.1\\nHost: a\\r\\n\\r\\n > 400",
        "GET /a HTTP/1.1\\r\\nHost: a\\n\\r\\n > 400",
        "GET /a HTTP/1.1\\r\\nHost: a\\r\\n b\\r\\n\\r\\n > 400",
        "GET /a HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n > 400",
        "GET  /a HTTP/1.1\\r\\n > 400",
        "GET /a HTTP/2.1\\r\\n > 505",
        "GET /0123456789012345678901234567890123456789 HTTP/1.1\\r\\n > 414",
        "GET / HTTP/1.1\\r\\nX: 0123456789012345678901234567890123456789012345678901234567890 > 431"
      })
  void requests(String bytes, String read) {
    assertSame(
        unescaped(bytes),
        read,
        () ->
            new RequestDecoder(
                new HeadLimits(40, 60, 10), false, new Line(), () -> aside.append(" malformed")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nab > 200 content-length=2 [ab]",
        "HTTP/1.1 200\\r\\nA : b\\r\\n\\r\\nab > 200 a=b [ab]",
        "HTTP/1.1 200\\nA: b\\r\\n > malformed",
        "HTTP/1.0 204 \\r\\n\\r\\n > 204 [] spoilt",
        "HTTP/1.1 103 Hints\\r\\nLink: x\\r\\n\\r\\nHTTP/1.1 304 N\\r\\n\\r\\n > 304 [] interim 103",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\na\\r\\n0\\r\\n\\r\\n"
            + " > 200 transfer-encoding=chunked [a]",
        "HTTP/1.1 200 OK\\r\\nA b: c\\r\\n\\r\\n > malformed",
        "HTTP/1.1 099 OK\\r\\n > malformed",
        "xHTTP/1.1 200 OK\\r\\n > malformed"
      })
  void answers(String bytes, String read) {
    assertSame(unescaped(bytes), read, this::answers);
  }

  private AnswerDecoder answers() {
    var decoder = new AnswerDecoder(new HeadLimits(100, 1000, 10), new Line(), new Told());
    decoder.expect(false, false);
    return decoder;
  }

  private void assertSame(String bytes, String expected, Supplier<ChannelHandler> decoder) {
    assertEquals(expected, read(decoder.get(), bytes), "at once");
    assertEquals(expected, read(decoder.get(), bytes.split("")), "byte by byte");
    for (int at = 1; at < bytes.length(); at++) {
      assertEquals(
          expected,
          read(decoder.get(), bytes.substring(0, at), bytes.substring(at)),
          "cut at " + at);
    }
  }

  /** What is read, in the order in which it is passed on, and the end of the connection after. */
  private String read(ChannelHandler decoder, String... parts) {
    told.setLength(0);
    aside.setLength(0);
    var channel = new EmbeddedChannel(decoder);
    for (String part : parts) {
      channel.writeInbound(Unpooled.copiedBuffer(part, ISO_8859_1));
      tell(channel);
    }
    channel.finish();
    tell(channel);
    return (told + aside.toString()).strip();
  }

  private void tell(EmbeddedChannel channel) {
    for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
      switch (read) {
        case RequestRead(var head, boolean hasBody, HeadFault fault) -> {
          if (fault != null) {
            told.append(fault.status());
          } else {
            told.append("%s %s %s".formatted(head.method(), head.target(), head.version()));
            head.headers().forEach(this::field);
            told.append(hasBody ? " [" : "");
          }
        }
        case ResponseHead head -> tell(head);
        case ByteBuf bytes -> {
          told.append(bytes.toString(ISO_8859_1));
          bytes.release();
        }
        case BodyEnd(var trailers) -> {
          told.append(']');
          if (trailers != null) {
            trailers.forEach(this::field);
          }
        }
        default -> throw new AssertionError(read);
      }
    }
  }

  private void tell(ResponseHead head) {
    told.append(' ').append(head.status());
    head.headers().forEach(this::field);
    told.append(" [");
  }

  private void field(String name, String value) {
    told.append(' ').append(name).append('=').append(value);
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\\\", "\\");
  }

  private final class Told implements AnswerDecoder.Listener {
    @Override
    public void interim(ResponseHead head) {
      aside.append(" interim ").append(head.status());
    }

    @Override
    public void switched(ResponseHead head) {
      throw new AssertionError(head);
    }

    @Override
    public void malformed(String detail) {
      aside.append(" malformed");
    }

    @Override
    public void spoilt() {
      aside.append(" spoilt");
    }
  }
}
