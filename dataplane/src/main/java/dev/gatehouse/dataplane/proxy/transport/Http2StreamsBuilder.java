package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxyHandler;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Reception;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/** Makes the streams of one connection, with the bounds on what a client may make us do. */
final class Http2StreamsBuilder
    extends AbstractHttp2ConnectionHandlerBuilder<Http2Streams, Http2StreamsBuilder> {
  /** Resets, of either side, in a window of time: what pages that are left cause, and some more. */
  private static final int RESETS = 200;

  private static final int RESET_SECONDS = 30;

  /** Answers to pings, settings and faults that wait for a client to read them. */
  private static final int QUEUED_ANSWERS = 1000;

  /** Beyond the first frame of a head, those of less than 8 KiB. */
  private static final int SMALL_CONTINUATIONS = 16;

  private static final int EMPTY_DATA_IN_A_ROW = 16;

  private final ProxySettings settings;
  private final Reception.Peer peer;
  private final ProxyHandler requests;

  private Http2StreamsBuilder(ProxySettings settings, Reception.Peer peer, ProxyHandler requests) {
    this.settings = settings;
    this.peer = peer;
    this.requests = requests;
  }

  static Http2Streams streams(ProxySettings settings, Reception.Peer peer, ProxyHandler requests) {
    return new Http2StreamsBuilder(settings, peer, requests)
        .server(true)
        .initialSettings(
            new Http2Settings()
                .maxConcurrentStreams(settings.streams())
                .maxHeaderListSize(settings.headerBytes()))
        .validateRequiredPseudoHeaders(true)
        .decoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
        .encoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
        .encoderEnforceMaxQueuedControlFrames(QUEUED_ANSWERS)
        .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS)
        .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_IN_A_ROW)
        .gracefulShutdownTimeoutMillis(-1)
        .build();
  }

  @Override
  protected Http2Streams build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initial) {
    return new Http2Streams(decoder, encoder, initial, settings, peer, requests);
  }
}
