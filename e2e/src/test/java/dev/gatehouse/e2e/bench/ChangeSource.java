package dev.gatehouse.e2e.bench;

/** Changes to a cluster, one after the other; each is one, whatever came before. */
sealed interface ChangeSource {
  /** For the tables. */
  String kind();

  Change next();

  /** Alternately the body of a route's own answer, and the value of a header in another. */
  final class OfRoutes implements ChangeSource {
    private final MadeUpCluster cluster;
    private long version = 1;

    OfRoutes(MadeUpCluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public String kind() {
      return "route";
    }

    @Override
    public Change next() {
      version++;
      // Every tenth route answers itself, the one after it does not.
      int route = (int) (version / 2 * 10 % cluster.routes() + version % 2);
      String header = MadeUpCluster.answersItself(route) ? "" : MadeUpCluster.VERSION_HEADER;
      return new Change(cluster.route(route, version), route, header, Long.toString(version));
    }
  }

  /** Each Service in its turn: its one endpoint moves to the other backend. */
  final class OfEndpoints implements ChangeSource {
    private final MadeUpCluster cluster;
    private final int first;
    private final int second;
    private int made;

    /** The backends listen at these ports of loopback, and answer with their names. */
    OfEndpoints(MadeUpCluster cluster, int first, int second) {
      this.cluster = cluster;
      this.first = first;
      this.second = second;
    }

    @Override
    public String kind() {
      return "endpoint";
    }

    @Override
    public Change next() {
      int service = made % cluster.services();
      boolean back = made / cluster.services() % 2 == 1;
      made++;
      return new Change(
          cluster.slice(service, back ? first : second),
          cluster.routeTo(service),
          "",
          back ? "first" : "second");
    }
  }
}
