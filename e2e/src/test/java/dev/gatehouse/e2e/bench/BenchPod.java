package dev.gatehouse.e2e.bench;

import dev.gatehouse.dataplane.admin.DataPlane;
import dev.gatehouse.dataplane.proxy.transport.LoopTransport;
import dev.gatehouse.dataplane.settings.BadSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.Closeable;

/** A data plane as its own main class starts it, but for the ports and the access log. */
final class BenchPod implements Closeable {
  private final Vertx vertx;
  private final DataPlane dataPlane;

  BenchPod() throws BadSettings {
    this("");
  }

  /**
   * @param more lines of the settings file
   */
  BenchPod(String more) throws BadSettings {
    var any = new Listener("127.0.0.1", 0);
    DataPlaneSettings settings =
        DataPlaneSettings.read("loops: 1\naccessLog: {mode: \"off\"}\n" + more, "bench")
            .withListeners(any, any, any);
    vertx = LoopTransport.vertx(settings.loops());
    dataPlane = DataPlane.start(vertx, settings).await();
  }

  int trafficPort() {
    return dataPlane.trafficPort();
  }

  int pushPort() {
    return dataPlane.pushPort();
  }

  int observePort() {
    return dataPlane.observePort();
  }

  /** All of its event loops. */
  Iterable<EventExecutor> loops() {
    return ((VertxInternal) vertx).eventLoopGroup();
  }

  @Override
  public void close() {
    dataPlane.close().await();
    vertx.close().await();
  }
}
