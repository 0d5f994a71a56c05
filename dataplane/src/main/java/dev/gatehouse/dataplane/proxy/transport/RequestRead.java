package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.RawHead;
import org.jspecify.annotations.Nullable;

/**
 * A request's head has come.
 *
 * @param head what could be read of it
 * @param hasBody whether one is read after it
 * @param fault why it is no head; null if it is one
 */
record RequestRead(RawHead head, boolean hasBody, @Nullable HeadFault fault) {}
