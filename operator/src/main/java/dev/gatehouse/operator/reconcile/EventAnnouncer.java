package dev.gatehouse.operator.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.operator.status.Notice;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces by Events ({@code events.k8s.io/v1}) beside the route, as {@code kubectl describe}
 * shows them. An Event's name follows from what it says, so that whoever says it again, after a
 * restart or a conflict, finds it said.
 */
final class EventAnnouncer implements Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(EventAnnouncer.class);
  private static final String CONTROLLER = "gatehouse.dev/operator";

  /** The API server's bounds for an Event's note, in bytes of UTF-8, and for an object's name. */
  private static final int MAX_NOTE = 1024;

  private static final String CUT = "…";

  private static final int MAX_NAME = 253;

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;
  private final InstantSource clock;

  /**
   * Makes one.
   *
   * @param instance who of several operators speaks
   */
  EventAnnouncer(KubernetesClient client, String instance, InstantSource clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public void announce(HasMetadata about, Notice notice) {
    try {
      client.resource(event(about, notice, clock.instant())).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warn(
            "{}/{}: the Event {} can't be written: {}",
            about.getMetadata().getNamespace(),
            about.getMetadata().getName(),
            notice.reason(),
            e.getMessage());
      }
    }
  }

  private Event event(HasMetadata about, Notice notice, Instant now) {
    var route = about.getMetadata();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(route.getNamespace())
        .withName(name(about, notice))
        .endMetadata()
        .withNewRegarding()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(route.getNamespace())
        .withName(route.getName())
        .withUid(route.getUid())
        .endRegarding()
        .withType(notice.kind().name())
        .withReason(notice.reason())
        .withNote(shortened(notice.message()))
        .withAction("Reconcile")
        .withEventTime(new MicroTime(MICROSECONDS.format(now)))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .build();
  }

  private static String name(HasMetadata about, Notice notice) {
    var route = about.getMetadata();
    int said =
        Objects.hash(route.getUid(), route.getGeneration(), notice.kind().name(), notice.reason());
    String suffix = "." + HexFormat.of().toHexDigits(said);
    int room = Math.min(route.getName().length(), MAX_NAME - suffix.length());
    return route.getName().substring(0, room) + suffix;
  }

  /** Within the bound on a note, cut between two characters. */
  static String shortened(String message) {
    if (message.getBytes(UTF_8).length <= MAX_NOTE) {
      return message;
    }
    CharBuffer rest = CharBuffer.wrap(message);
    var room = ByteBuffer.allocate(MAX_NOTE - CUT.getBytes(UTF_8).length);
    var _ = UTF_8.newEncoder().encode(rest, room, true);
    return message.substring(0, rest.position()) + CUT;
  }
}
