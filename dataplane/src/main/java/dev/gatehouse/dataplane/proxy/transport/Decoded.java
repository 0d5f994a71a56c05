package dev.gatehouse.dataplane.proxy.transport;

import io.netty.util.ReferenceCountUtil;
import java.util.List;

/** What a decoder has made of bytes and not passed on yet. */
final class Decoded {
  private Decoded() {}

  /** Drops all but the first {@code kept}. */
  static void drop(List<Object> out, int kept) {
    while (out.size() > kept) {
      ReferenceCountUtil.release(out.removeLast());
    }
  }
}
