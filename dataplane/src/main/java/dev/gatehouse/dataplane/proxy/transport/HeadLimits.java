package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxySettings;

/**
 * How large a head, and what frames the chunks after it, may be: in bytes, with line ends.
 *
 * @param lineBytes its first line; also that before a chunk
 * @param fieldBytes all fields together; also those after the chunks
 */
record HeadLimits(int lineBytes, int fieldBytes) {
  static HeadLimits of(ProxySettings settings) {
    return new HeadLimits(settings.requestLineBytes(), settings.headerBytes());
  }
}
