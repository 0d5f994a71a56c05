package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.upstream.Balancer;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import dev.gatehouse.dataplane.upstream.Upstreams;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of one event loop work with.
 *
 * @param routing the table of this moment; null while there is no configuration yet
 * @param nanoTime as {@link System#nanoTime()}
 */
public record LoopContext(
    ProxySettings settings,
    Supplier<? extends @Nullable RouteTable> routing,
    Upstreams upstreams,
    Balancer balancer,
    ConnectionPool<UpstreamConnection> pool,
    Observer observer,
    Timers timers,
    LongSupplier nanoTime,
    DateField date) {}
