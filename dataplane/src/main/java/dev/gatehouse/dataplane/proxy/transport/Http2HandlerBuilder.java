package dev.gatehouse.dataplane.proxy.transport;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/** Makes the streams of one connection, with the bounds on what a peer may make us do. */
final class Http2HandlerBuilder<H extends Http2Handler>
    extends AbstractHttp2ConnectionHandlerBuilder<H, Http2HandlerBuilder<H>> {
  /** Resets, of either side, in a window of time: what pages that are left cause, and some more. */
  private static final int RESETS = 200;

  private static final int RESET_SECONDS = 30;

  /** Answers to pings, settings and faults that wait for a peer to read them. */
  private static final int QUEUED_ANSWERS = 1000;

  /** Beyond the first frame of a head, those of less than 8 KiB. */
  private static final int SMALL_CONTINUATIONS = 16;

  private static final int EMPTY_DATA_IN_A_ROW = 16;

  /** Puts a handler around a connection's two halves. */
  interface Maker<H extends Http2Handler> {
    H make(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initial);
  }

  private final Maker<H> maker;

  private Http2HandlerBuilder(Maker<H> maker, int headerBytes) {
    this.maker = maker;
    initialSettings(new Http2Settings().maxHeaderListSize(headerBytes))
        .validateRequiredPseudoHeaders(true)
        .encoderEnforceMaxQueuedControlFrames(QUEUED_ANSWERS)
        .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS)
        .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_IN_A_ROW)
        .gracefulShutdownTimeoutMillis(-1);
  }

  /** The side of a client's connection that answers. */
  static <H extends Http2Handler> H server(int headerBytes, int streams, Maker<H> maker) {
    var builder = new Http2HandlerBuilder<>(maker, headerBytes).server(true);
    builder.initialSettings().maxConcurrentStreams(streams);
    return builder
        .decoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
        .encoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
        .build();
  }

  /**
   * The side that asks. A backend can't make us reset more streams than we have opened, nor reset
   * more; so resets, which may be its way to say that a body is of no use, aren't counted.
   */
  static <H extends Http2Handler> H client(int headerBytes, Maker<H> maker) {
    var builder = new Http2HandlerBuilder<>(maker, headerBytes).server(false);
    builder.initialSettings().pushEnabled(false).maxConcurrentStreams(0);
    return builder
        .decoderEnforceMaxRstFramesPerWindow(0, 0)
        .encoderEnforceMaxRstFramesPerWindow(0, 0)
        .build();
  }

  @Override
  protected H build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initial) {
    return maker.make(decoder, encoder, initial);
  }
}
