package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.MicroBenchmark;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A head that is read, and written, as the proxy does it for each request. */
public class HeadBenchmark extends MicroBenchmark {
  private static final String BROWSER =
      """
      Host: shop.example
      User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
      Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8
      Accept-Language: en-US,en;q=0.5
      Accept-Encoding: gzip, deflate, br, zstd
      Referer: https://shop.example/catalogue/lamps?page=3
      Cookie: session=2f1c7a1e-93c8-4d39-8b5f-0b6a5b2f9d11; theme=dark
      Upgrade-Insecure-Requests: 1
      Sec-Fetch-Dest: document
      Sec-Fetch-Mode: navigate
      Sec-Fetch-Site: same-origin
      Priority: u=0, i
      """;

  @Param({"wrk", "browser"})
  private String client = "";

  private final Line line = new Line();
  private final HeadLines lines = new HeadLines(line);
  private final HeadWriter writer = new HeadWriter();
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private RequestHead head = new RequestHead("GET", "http", "", "/", null, new Headers(0));

  /** Makes what is read and written. */
  @Setup
  public void prepare() throws HeadFault {
    String fields = client.equals("wrk") ? "Host: shop.example\n" : BROWSER;
    bytes =
        Unpooled.directBuffer().writeBytes(Message.bytes((fields + "\n").replace("\n", "\r\n")));
    head = new RequestHead("GET", "http", "shop.example", "/catalogue/lamps", "page=4", read());
  }

  /** The fields of a request, which are checked and kept. */
  @Benchmark
  public Headers read() throws HeadFault {
    bytes.readerIndex(0);
    lines.begin(32 << 10);
    var fields = new Headers(16);
    if (!lines.readFields(bytes, fields, 100, false)) {
      throw new IllegalStateException("not whole");
    }
    return fields;
  }

  /** A whole head, to a backend. */
  @Benchmark
  public int write() {
    ByteBuf written = writer.request(PooledByteBufAllocator.DEFAULT, head, false);
    int length = written.readableBytes();
    written.release();
    return length;
  }
}
