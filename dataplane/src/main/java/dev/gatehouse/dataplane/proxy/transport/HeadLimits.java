package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxySettings;

/**
 * How large a head, and what frames the chunks after it, may be: bytes count with line ends.
 *
 * @param lineBytes its first line; also that before a chunk
 * @param fieldBytes all fields together; also those after the chunks
 * @param fields how many of them
 */
record HeadLimits(int lineBytes, int fieldBytes, int fields) {
  private static final int STATUS_LINE_BYTES = 4096;

  static HeadLimits ofRequests(ProxySettings settings) {
    return new HeadLimits(settings.requestLineBytes(), settings.headerBytes(), settings.fields());
  }

  static HeadLimits ofAnswers(ProxySettings settings) {
    return new HeadLimits(STATUS_LINE_BYTES, settings.headerBytes(), settings.fields());
  }
}
