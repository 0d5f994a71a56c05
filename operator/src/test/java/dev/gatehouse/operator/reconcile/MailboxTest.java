package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final ObjectKey KEY = new ObjectKey("GatewayRoute", "shop", "orders");
  private static final ObjectKey OTHER = new ObjectKey("GatewayRoute", "shop", "other");

  private static final Ack ACK = new Ack(null, List.of());

  private final Mailbox mailbox = new Mailbox();

  @Test
  void whatIsPutBackComesBeneathWhatIsNewer() {
    mailbox.changed(with(route(KEY, 1)));
    mailbox.changed(with(route(OTHER, 1)));
    Mailbox.Mail first = mailbox.take();
    mailbox.changed(with(route(KEY, 2)));
    mailbox.changed(new Changes(Map.of(), Set.of(OTHER)));
    mailbox.putBack(first);

    assertEquals(new Changes(with(route(KEY, 2)).upserted(), Set.of(OTHER)), take());
  }

  @Test
  void aRemovalThatIsPutBackGivesWayToALaterObject() {
    mailbox.changed(new Changes(Map.of(), Set.of(KEY, OTHER)));
    Mailbox.Mail first = mailbox.take();
    mailbox.changed(with(route(KEY, 1)));
    mailbox.putBack(first);

    Mailbox.Mail again = mailbox.take();
    assertEquals(new Changes(with(route(KEY, 1)).upserted(), Set.of(OTHER)), again.changes());
    assertEquals(Set.of(KEY, OTHER), again.vanished());
  }

  @Test
  void theFirstListingThatIsPutBackIsStillHeard() {
    mailbox.changed(Changes.NONE);
    Mailbox.Mail first = mailbox.take();
    assertTrue(first.heard());
    assertFalse(mailbox.take().heard());

    mailbox.putBack(first);
    assertTrue(mailbox.take().heard());
  }

  @Test
  void whatIsHeldComesWithTheNextChange() {
    mailbox.hold(with(route(KEY, 1)));
    assertEquals(Changes.NONE, take());

    mailbox.changed(with(route(OTHER, 1)));
    assertEquals(Set.of(KEY, OTHER), take().keys());
    mailbox.changed(with(route(OTHER, 2)));
    assertEquals(Set.of(OTHER), take().keys());
  }

  @Test
  void whatPodsAnsweredBeforeATurnIsDropped() {
    mailbox.leads(true);
    mailbox.acknowledged(LoopUnderTest.A, ACK);
    Mailbox.Mail first = mailbox.take();
    assertEquals(1, first.answers().size());

    mailbox.putBack(first);
    assertEquals(first, mailbox.take());
    mailbox.putBack(first);
    mailbox.leads(true);
    assertEquals(List.of(), mailbox.take().answers());
  }

  @Test
  void whatIsPutBackAfterATurnIsFromBeforeItAndDropped() {
    mailbox.leads(true);
    mailbox.acknowledged(LoopUnderTest.A, ACK);
    Mailbox.Mail first = mailbox.take();
    mailbox.leads(false);
    mailbox.putBack(first);

    Mailbox.Mail again = mailbox.take();
    assertTrue(again.turned());
    assertFalse(again.leads());
    assertEquals(List.of(), again.answers());
  }

  private Changes take() {
    return mailbox.take().changes();
  }

  private static Changes with(RouteObject route) {
    return new Changes(Map.of(route.key(), route), Set.of());
  }

  private static RouteObject route(ObjectKey key, long generation) {
    return new RouteObject(key, 0, generation, "", null);
  }
}
