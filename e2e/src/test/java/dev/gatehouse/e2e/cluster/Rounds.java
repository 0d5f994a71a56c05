package dev.gatehouse.e2e.cluster;

/**
 * How often things happen: few times in CI, and as often as docs/reliability.md says in {@code
 * e2e/cluster/soak}, which sets the system properties.
 */
record Rounds(int backendUpdates, int dataPlaneUpdates, int scalings, int leaderDeaths) {
  static Rounds ofThisRun() {
    return new Rounds(
        Integer.getInteger("cluster.backendUpdates", 2),
        Integer.getInteger("cluster.dataPlaneUpdates", 1),
        Integer.getInteger("cluster.scalings", 1),
        Integer.getInteger("cluster.leaderDeaths", 1));
  }
}
