package dev.gatehouse.e2e.laptop;

import dev.gatehouse.cli.run.Console;
import dev.gatehouse.cli.run.LocalGateway;
import dev.gatehouse.cli.schema.GatewayRouteCheck;
import dev.gatehouse.e2e.Eventually;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code gatehouse run}, once it serves the folder. */
final class Laptop implements AutoCloseable {
  private final StringWriter said = new StringWriter();
  private final LocalGateway gateway;

  Laptop(Path folder) throws IOException {
    gateway =
        LocalGateway.start(
            new LocalGateway.Options(folder, "default", 0, 0),
            new GatewayRouteCheck(),
            new Console(new PrintWriter(said, true)));
    Eventually.until(
        () -> "serves " + folder + ", but says " + said,
        Duration.ofSeconds(20),
        () -> said.toString().contains("Ctrl-C ends it."));
  }

  int port() {
    return gateway.httpPort();
  }

  List<String> said() {
    return said.toString().lines().toList();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
