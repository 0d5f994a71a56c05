package dev.gatehouse.e2e.push;

import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** A pod's push listener, spoken to by the JDK's client rather than by the operator's. */
final class PushPort implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client;
  private final URI address;

  private PushPort(HttpClient client, String scheme, int port) {
    this.client = client;
    this.address = URI.create(scheme + "://127.0.0.1:" + port);
  }

  static PushPort plain(int port) {
    return new PushPort(HttpClient.newHttpClient(), "http", port);
  }

  static PushPort as(ChannelIdentity identity, int port) {
    return tls(ChannelIdentity.PROTOCOL, new KeyManager[] {identity.keys()}, identity, port);
  }

  /** Knows the pod, and says nothing of itself. */
  static PushPort anonymously(ChannelIdentity identity, int port) {
    return tls(ChannelIdentity.PROTOCOL, new KeyManager[0], identity, port);
  }

  static PushPort inOldTls(ChannelIdentity identity, int port) {
    return tls("TLSv1.2", new KeyManager[] {identity.keys()}, identity, port);
  }

  /** A connection on which the caller writes as it likes. */
  static Socket connect(ChannelIdentity identity, int port) throws IOException {
    return context(new KeyManager[] {identity.keys()}, identity)
        .getSocketFactory()
        .createSocket("127.0.0.1", port);
  }

  private static PushPort tls(String version, KeyManager[] keys, ChannelIdentity of, int port) {
    var parameters = new SSLParameters();
    parameters.setProtocols(new String[] {version});
    return new PushPort(
        HttpClient.newBuilder().sslContext(context(keys, of)).sslParameters(parameters).build(),
        "https",
        port);
  }

  private static SSLContext context(KeyManager[] keys, ChannelIdentity of) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {of.peer()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  /** What the pod says it serves. */
  HttpResponse<String> served() throws IOException, InterruptedException {
    return get("/v1/snapshot");
  }

  /** Sends a whole snapshot. */
  HttpResponse<String> put(Push push) throws IOException, InterruptedException {
    byte[] body = PushCodec.write(push);
    return client.send(
        request("/v1/snapshot")
            .header("content-type", PushCodec.MEDIA_TYPE)
            .header("content-digest", PushCodec.contentDigest(body))
            .PUT(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(PATIENCE);
  }
}
