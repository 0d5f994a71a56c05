package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.settings.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * Tells the backend who asked and how. What an untrusted peer says of it is dropped; what a trusted
 * proxy says is kept and appended to.
 */
final class ForwardingFields {
  private final List<Cidr> trusted;

  ForwardingFields(List<Cidr> trusted) {
    this.trusted = trusted;
  }

  /**
   * What we believe of who asks.
   *
   * @param address the peer's, or the last untrusted one of X-Forwarded-For
   * @param scheme the connection's, or what the trusted peer says was its own
   */
  record Asker(String address, String scheme) {}

  /** Rewrites the fields. */
  Asker apply(RequestHead head, String peer, int localPort) {
    Headers headers = head.headers();
    String node = peer.indexOf(':') < 0 ? peer : "\"[" + peer + "]\"";
    String element = "for=" + node + ";host=\"" + head.authority() + "\";proto=" + head.scheme();
    if (!trusted.isEmpty() && isTrusted(peer)) {
      return append(head, peer, localPort, element);
    }
    removeClaims(headers);
    headers
        .add("x-forwarded-for", peer)
        .add("x-real-ip", peer)
        .add("x-forwarded-proto", head.scheme())
        .add("x-forwarded-host", head.authority())
        .add("x-forwarded-port", Integer.toString(localPort))
        .add("forwarded", element);
    return new Asker(peer, head.scheme());
  }

  private Asker append(RequestHead head, String peer, int localPort, String element) {
    Headers headers = head.headers();
    List<String> lines = headers.getAll("x-forwarded-for");
    String client = lines.isEmpty() ? peer : lastUntrusted(String.join(",", lines), peer);
    String scheme = lastScheme(headers.getAll("x-forwarded-proto"), head.scheme());
    headers.append("x-forwarded-for", peer);
    headers.set("x-real-ip", client);
    setIfAbsent(headers, "x-forwarded-proto", head.scheme());
    setIfAbsent(headers, "x-forwarded-host", head.authority());
    setIfAbsent(headers, "x-forwarded-port", Integer.toString(localPort));
    headers.append("forwarded", element);
    return new Asker(client, scheme);
  }

  /** The whole family: there are backends that believe X-Forwarded-Prefix, and worse. */
  private static void removeClaims(Headers headers) {
    int at = 0;
    while (at < headers.size()) {
      String name = headers.nameAt(at);
      if (isClaim(name)) {
        headers.remove(name);
      } else {
        at++;
      }
    }
  }

  private static boolean isClaim(String name) {
    return name.startsWith("x-forwarded") || name.equals("forwarded") || name.equals("x-real-ip");
  }

  /** Of several the last, since that is the peer's own. */
  private static String lastScheme(List<String> lines, String otherwise) {
    String all = lines.isEmpty() ? "" : lines.getLast();
    String last = all.substring(all.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
    return last.equals("http") || last.equals("https") ? last : otherwise;
  }

  private static void setIfAbsent(Headers headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.add(name, value);
    }
  }

  private String lastUntrusted(String chain, String peer) {
    String[] hops = chain.split(",", -1);
    String client = peer;
    for (int i = hops.length - 1; i >= 0; i--) {
      String hop = hops[i].strip();
      if (!HttpText.isAddress(hop)) {
        return client;
      }
      client = hop;
      if (!isTrusted(hop)) {
        return client;
      }
    }
    return client;
  }

  private boolean isTrusted(String address) {
    return Cidr.anyContains(trusted, InetAddress.ofLiteral(address));
  }
}
