package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.ResourceId;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Requests of one rule that went to the same backend and ended alike. */
final class RequestCounter {
  private static final String NAME = "gatehouse_requests_total";
  private static final byte[] HEAD = Text.head(NAME, "counter", "Requests answered");
  private static final byte[] BACKEND = Text.bytes(NAME + "{backend=\"");
  private static final byte[] REASON = Text.bytes("\",reason=\"");
  private static final byte[] ROUTE = Text.bytes("\",route=\"");
  private static final byte[] STATUS = Text.bytes("\",status=\"");
  private static final byte[] END = Text.bytes("xx\"} ");

  private final ResourceId backend;
  private final int statusClass;
  private final @Nullable Reason reason;
  private final byte[] backendLabel;
  private final AtomicLong count = new AtomicLong();

  RequestCounter(ResourceId backend, int statusClass, @Nullable Reason reason) {
    this.backend = backend;
    this.statusClass = statusClass;
    this.reason = reason;
    this.backendLabel = Text.labelValue(Labels.backend(backend));
  }

  ResourceId backend() {
    return backend;
  }

  boolean counts(ResourceId ofBackend, int ofStatusClass, @Nullable Reason forReason) {
    return statusClass == ofStatusClass && reason == forReason && backend.equals(ofBackend);
  }

  void increment() {
    count.getAndIncrement();
  }

  static void writeHead(Text text) {
    text.add(HEAD);
  }

  /**
   * @param route value of the label, escaped
   */
  void write(Text text, byte[] route) {
    text.add(BACKEND).add(backendLabel).add(REASON);
    if (reason != null) {
      text.add(reason.name());
    }
    text.add(ROUTE).add(route).add(STATUS).add(statusClass).add(END).endLine(count.get());
  }
}
