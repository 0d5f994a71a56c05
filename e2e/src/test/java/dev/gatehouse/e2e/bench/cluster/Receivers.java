package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.bench.Samples;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.identity.BadIdentity;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import dev.gatehouse.snapshot.identity.Pem;
import dev.gatehouse.snapshot.identity.PinnedTrust;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Many receivers in a process of their own, each at an address of its own. Arguments: the folder of
 * the push channel's files, the port, the first address's number and the last's. On standard input
 * it is asked {@code ready}, which it answers once each of them has a snapshot, and {@code
 * arrivals}; it ends with its input.
 */
final class Receivers {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Receivers() {}

  public static void main(String[] arguments) throws IOException, BadIdentity {
    var vertx = Vertx.vertx();
    var arrivals = new Arrivals();
    var kept = new ConcurrentHashMap<Encoded, Encoded>();
    var receivers = new ArrayList<Receiver>();
    HttpServerOptions options = options(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    int last = Integer.parseInt(arguments[3]);
    for (int number = Integer.parseInt(arguments[2]); number <= last; number++) {
      var receiver = new Receiver(arrivals, kept);
      receivers.add(receiver);
      vertx
          .createHttpServer(new HttpServerOptions(options).setHost(Addresses.pod(number)))
          .requestHandler(receiver::handle)
          .listen()
          .await();
    }
    answer(receivers, arrivals);
    vertx.close().await();
  }

  private static void answer(List<Receiver> receivers, Arrivals arrivals) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "ready" -> {
          Eventually.until(
              "each receiver has a snapshot",
              PATIENCE,
              () -> receivers.stream().allMatch(Receiver::hasSnapshot));
          Samples.print(Map.of("ready", receivers.size()));
        }
        case "arrivals" -> Samples.print(Map.of("arrivals", arrivals.all()));
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  private static HttpServerOptions options(Path files, int port) throws IOException, BadIdentity {
    Credential own =
        Credential.read(
            Files.readString(files.resolve("tls.crt")), Files.readString(files.resolve("tls.key")));
    List<java.security.cert.X509Certificate> authorities =
        Pem.certificates(Files.readString(files.resolve("ca.crt")));
    var identity =
        new ChannelIdentity(
            own, new PinnedTrust(Party.OPERATOR, authorities, InstantSource.system()));
    return new HttpServerOptions()
        .setPort(port)
        .setSsl(true)
        .setUseAlpn(false)
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(Set.of(ChannelIdentity.PROTOCOL))
        .setKeyCertOptions(KeyCertOptions.wrap(identity.keys()))
        .setTrustOptions(TrustOptions.wrap(identity.peer()));
  }
}
