package dev.gatehouse.e2e.lead;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.push.PushRelay.Push;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** All operators that a site has or had, as processes, and whose pushes its pod took. */
final class Operators implements AutoCloseable {
  private final ApiServer api;
  private final Site site;
  private final Path folder;
  private final List<OperatorProcess> all = new ArrayList<>();

  /** None yet; they write their logs into the folder. */
  Operators(ApiServer api, Site site, Path folder) {
    this.api = api;
    this.site = site;
    this.folder = folder;
  }

  OperatorProcess start(String identity) {
    return add(new OperatorProcess(api, site, identity, folder, List.of()));
  }

  /** One whose clock is off by this. */
  OperatorProcess startSkewed(String identity, Duration off) {
    return add(new OperatorProcess(api, site, identity, folder, FakeClock.off(off)));
  }

  /** Waits until one of those that run leads and the others are ready to. */
  OperatorProcess awaitLeader() {
    await("one leads and the others are ready to", () -> readiness("leader") == 1 && allReady());
    return running().stream()
        .filter(process -> process.readiness().equals("leader"))
        .findFirst()
        .orElseThrow();
  }

  /** Of two that run the one that is not this. */
  OperatorProcess other(OperatorProcess than) {
    return running().stream().filter(process -> process != than).findFirst().orElseThrow();
  }

  List<OperatorProcess> running() {
    return all.stream().filter(OperatorProcess::runs).toList();
  }

  /**
   * Changes the route {@code r}, and sees the change served and told by this operator alone; of all
   * that the pod ever took, each epoch was one operator's.
   */
  void assertLeads(OperatorProcess leader, String answer) {
    site.route("r", answer);
    site.awaitAnswer("r", answer);
    site.awaitProgrammed("r");
    await("the pod has the Lease's epoch", () -> site.servedEpoch() == site.leaseEpoch());
    assertEquals(leader.identity(), site.holder());
    assertEquals(leader.identity(), takenFrom().get(site.servedEpoch()));
  }

  /** By epoch the operator whose pushes the pod took in it; fails where that was more than one. */
  private Map<Long, String> takenFrom() {
    var takenFrom = new HashMap<Long, String>();
    for (OperatorProcess process : all) {
      for (Push push : process.relay().pushes()) {
        if (push.status() == 200) {
          String one = takenFrom.computeIfAbsent(push.epoch(), _ -> process.identity());
          assertEquals(one, process.identity(), () -> "two in epoch " + push.epoch());
        }
      }
    }
    return takenFrom;
  }

  void await(String what, BooleanSupplier condition) {
    Eventually.until(() -> what + "; they say " + said(), Site.PATIENCE, condition);
  }

  @Override
  public void close() {
    all.forEach(OperatorProcess::close);
  }

  private OperatorProcess add(OperatorProcess process) {
    all.add(process);
    return process;
  }

  private long readiness(String text) {
    return said().stream().filter(text::equals).count();
  }

  private boolean allReady() {
    return readiness("leader") + readiness("standby") == running().size();
  }

  private List<String> said() {
    return running().stream().map(OperatorProcess::readiness).toList();
  }
}
