package dev.gatehouse.e2e.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The wire between one client and the API server, which can break, be cut, or go dead, while all
 * other clients go on. It knows nothing of what travels on it.
 */
public final class ApiWire implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;
  private final Config config;
  private final URI upstream;
  private volatile boolean cut;

  /** A wire for whoever uses its {@link #config}. */
  public ApiWire(ApiServer api) {
    upstream = URI.create(api.client().getMasterUrl().toString());
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    config =
        new ConfigBuilder(api.client().getConfiguration())
            .withMasterUrl("https://127.0.0.1:" + server.getLocalPort())
            .build();
    threads.execute(this::accept);
  }

  /** That of an administrator who goes through here. */
  public Config config() {
    return config;
  }

  /** Ends all connections, watches among them; new ones are taken. */
  public void breakConnections() {
    links.forEach(Link::close);
  }

  /** Ends all connections and takes no new ones. */
  public void cut() {
    cut = true;
    breakConnections();
  }

  /** The end of {@link #cut}. */
  public void mend() {
    cut = false;
  }

  /**
   * From now on nothing passes on the connections that there are, not even their end; both sides
   * see them open. New ones work. Returns how many there are.
   */
  public int deaden() {
    List<Link> silenced = List.copyOf(links);
    silenced.forEach(link -> link.dead = true);
    return silenced.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    breakConnections();
    threads.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> join(client));
      } catch (IOException e) {
        // Closed, or a client that was gone before it was taken.
      }
    }
  }

  private void join(Socket client) {
    try (client) {
      if (cut) {
        return;
      }
      try (var onward = new Socket(upstream.getHost(), upstream.getPort())) {
        var link = new Link(client, onward);
        links.add(link);
        if (cut) {
          // Cut in between, with nobody to have closed this one.
          link.close();
        }
        threads.execute(() -> link.pass(onward, client));
        link.pass(client, onward);
        links.remove(link);
      }
    } catch (IOException e) {
      // The client sees its connection end.
    }
  }

  /** One connection, from end to end. */
  private static final class Link {
    private final Socket client;
    private final Socket onward;
    private volatile boolean dead;

    Link(Socket client, Socket onward) {
      this.client = client;
      this.onward = onward;
    }

    void pass(Socket from, Socket to) {
      var buffer = new byte[1 << 14];
      try {
        int length;
        while ((length = from.getInputStream().read(buffer)) >= 0) {
          if (!dead) {
            to.getOutputStream().write(buffer, 0, length);
          }
        }
      } catch (IOException e) {
        // As good an end as any.
      }
      if (!dead) {
        close();
      }
    }

    void close() {
      try {
        client.close();
        onward.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
