package dev.gatehouse.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.cli.Gatehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PortsTest {
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({"--http-port, --admin-port", "--admin-port, --http-port"})
  void aBusyPortIsNamedWithItsOption(String busy, String free, @TempDir Path folder)
      throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int code =
          Gatehouse.commandLine()
              .setErr(new PrintWriter(err, true))
              .execute("run", folder.toString(), busy, taken.getLocalPort() + "", free, "0");

      assertEquals(
          "gatehouse: port %d is in use; stop what listens there, or choose another with %s%n"
              .formatted(taken.getLocalPort(), busy),
          err.toString());
      assertEquals(Gatehouse.PROBLEMS, code);
    }
  }
}
