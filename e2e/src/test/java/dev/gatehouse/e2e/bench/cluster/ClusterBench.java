package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.bench.MadeUpCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Not a test: the operator in a cluster of some size, from its first install on. Run by {@code
 * e2e/bench/cluster}, which tells what each figure is.
 */
final class ClusterBench {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int SECRET_BYTES = 500_000;

  /** Whose endpoints show that the operator has caught up after a restart. */
  private static final int MOVED_SERVICE = 0;

  /** For which nothing may be written after a restart. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private final BenchSite site;
  private boolean atFirst = true;

  private ClusterBench(BenchSite site) {
    this.site = site;
  }

  /** Arguments: those of {@link Plan#read}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Plan plan = Plan.read(List.of(arguments));
    try (var site = new BenchSite(plan)) {
      var bench = new ClusterBench(site);
      bench.install();
      if (plan.secrets() > 0) {
        bench.restart("after SIGTERM", site.operator()::terminate);
        bench.restart("after SIGKILL", site.operator()::close);
      }
      new ChangeBench(site).run();
      if (plan.secrets() > 0) {
        BenchSite.say("adds " + plan.secrets() + " Secrets");
        site.cluster().addSecrets(plan.secrets(), SECRET_BYTES);
        bench.restart("with Secrets", site.operator()::terminate);
      }
    }
  }

  /** From the start of an operator that finds everything there. */
  private void install() throws IOException, InterruptedException {
    Usage before = site.usage();
    long writesBefore = site.cluster().statusWrites();
    site.fleet().start(site.plan().pods());
    site.fleet().awaitServing();
    double live = site.usage().since(before).seconds();
    BenchSite.say("live after " + live + " s");
    // Either question is dear to the API server, which is being measured, and so asked rarely; the
    // second, for all routes, only once it may be true.
    while (site.cluster().statusWrites() - writesBefore < site.plan().routes()
        || !site.cluster().isAllProgrammed()) {
      if (site.usage().since(before).seconds() > PATIENCE.toSeconds()) {
        throw new IllegalStateException("not all statuses are true after " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    long writes = site.cluster().statusWrites() - writesBefore;
    site.print("install", before, Map.of("live", live, "statusWrites", writes));
    site.printMemory("after the install");
  }

  /** From the start of an operator while endpoints have moved, to when each pod knows that. */
  private void restart(String how, Runnable end) throws IOException, InterruptedException {
    end.run();
    atFirst = !atFirst;
    site.cluster().move(MOVED_SERVICE, site.backend(atFirst));
    long writes = site.cluster().statusWrites();
    MeasuredOperator started = site.startOperator();
    Usage before = site.usage();
    int route = site.cluster().made().routeTo(MOVED_SERVICE);
    site.fleet()
        .awaitBody(
            MadeUpCluster.host(route), MadeUpCluster.path(route), atFirst ? "first" : "second");
    double live = site.usage().since(before).seconds();
    started.awaitLead(PATIENCE);
    TimeUnit.SECONDS.sleep(QUIET.toSeconds());
    writes = site.cluster().statusWrites() - writes;
    site.print("restart", before, Map.of("how", how, "live", live, "statusWrites", writes));
    site.printMemory(how);
  }
}
