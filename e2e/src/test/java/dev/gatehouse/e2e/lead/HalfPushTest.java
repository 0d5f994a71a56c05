package dev.gatehouse.e2e.lead;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fault 6 with a real operator, which changes all that a pod serves, and doesn't get to its end.
 */
@WithApiServer
class HalfPushTest {
  private static final int ROUTES = 60;

  /** Bytes of each, which no compression makes fewer. */
  private static final int LENGTH = 9_000;

  private final Site site;
  private final Operators operators;
  private final List<String> old = texts(1);
  private final List<String> now = texts(2);

  HalfPushTest(ApiServer api, @TempDir Path folder) {
    site = new Site(api, "half");
    operators = new Operators(api, site, folder);
  }

  @AfterEach
  void close() {
    operators.close();
    site.close();
  }

  @Test
  void leavesThePodWithAllOfTheOldUntilItHasAllOfTheNew() throws Exception {
    OperatorProcess first = operators.start("first");
    route(old);
    first.terminate();
    routeUnserved(now);
    var enough = new AtomicBoolean();
    var mixed = CompletableFuture.supplyAsync(() -> firstMixture(enough));

    OperatorProcess second = operators.start("second");
    second.relay().halve();
    Site.await("half of a push is there", second.relay()::isHalfWay);
    second.kill();
    assertEquals(old, served());

    // Else its end would have to be waited for.
    site.lease().delete();
    operators.start("third");
    Site.await("all is new", () -> served().equals(now));
    enough.set(true);
    assertEquals("", mixed.get());
  }

  private void route(List<String> answers) {
    routeUnserved(answers);
    Site.await("all is served", () -> served().equals(answers));
  }

  private void routeUnserved(List<String> answers) {
    for (int i = 0; i < ROUTES; i++) {
      site.route("r" + i, answers.get(i));
    }
  }

  private List<String> served() {
    var served = new ArrayList<String>();
    for (int i = 0; i < ROUTES; i++) {
      served.add(site.get("r" + i));
    }
    return served;
  }

  /** The first answer that is neither, or old after another was new; empty if there is none. */
  private String firstMixture(AtomicBoolean enough) {
    var random = new Random(3);
    boolean turned = false;
    while (!enough.get()) {
      int i = random.nextInt(ROUTES);
      String answer = site.get("r" + i);
      turned |= answer.equals(now.get(i));
      if (!answer.equals(turned ? now.get(i) : old.get(i))) {
        return "r%d after %s: %s".formatted(i, turned ? "new ones" : "old ones", answer);
      }
    }
    return "";
  }

  private static List<String> texts(long seed) {
    var random = new Random(seed);
    var texts = new ArrayList<String>();
    for (int i = 0; i < ROUTES; i++) {
      var bytes = new byte[LENGTH];
      random.nextBytes(bytes);
      texts.add(Base64.getEncoder().encodeToString(bytes));
    }
    return texts;
  }
}
