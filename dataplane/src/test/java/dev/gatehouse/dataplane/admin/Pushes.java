package dev.gatehouse.dataplane.admin;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Small pushes. What their resources say doesn't matter to whoever only stores them. */
public final class Pushes {
  private Pushes() {}

  public static Encoded resource(String name, String says) {
    var id = new ResourceId(name);
    String json = "{\"kind\":\"Test\",\"id\":\"" + name + "\",\"says\":\"" + says + "\"}";
    return new Encoded(id, json.getBytes(StandardCharsets.UTF_8));
  }

  public static Push whole(long epoch, long sequence, Encoded... resources) {
    Map<ResourceId, Encoded> all = byId(resources);
    return new Push("default", version(epoch, sequence, all), null, Delta.between(Map.of(), all));
  }

  /** Whose resources are all there were before, and all there shall be. */
  public static Push delta(long epoch, long sequence, Encoded[] before, Encoded... after) {
    return new Push(
        "default",
        version(epoch, sequence, byId(after)),
        SnapshotHash.of(Arrays.asList(before)).hex(),
        Delta.between(byId(before), byId(after)));
  }

  public static Encoded[] of(Encoded... resources) {
    return resources;
  }

  static HttpRequest request(Push push, int port) {
    byte[] body = PushCodec.write(push);
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/snapshot"))
        .header("content-type", PushCodec.MEDIA_TYPE)
        .header("content-digest", PushCodec.contentDigest(body))
        .header("if-match", "\"" + push.base() + "\"")
        .method(push.isWhole() ? "PUT" : "PATCH", BodyPublishers.ofByteArray(body))
        .build();
  }

  private static SnapshotVersion version(
      long epoch, long sequence, Map<ResourceId, Encoded> resources) {
    return new SnapshotVersion(epoch, sequence, SnapshotHash.of(resources.values()).hex());
  }

  private static Map<ResourceId, Encoded> byId(Encoded... resources) {
    return Arrays.stream(resources).collect(Collectors.toMap(Encoded::id, Function.identity()));
  }
}
