package dev.gatehouse.e2e.bench;

import dev.gatehouse.operator.view.ClusterObject;
import java.io.IOException;

/**
 * A changed object, and what of an answer shows the change.
 *
 * @param route that is asked
 * @param header of the answer; empty for its body
 */
record Change(ClusterObject object, int route, String header, String expected) {
  boolean isSeenBy(OpenConnection client) throws IOException {
    OpenConnection.Answer answer = client.get(MadeUpCluster.host(route), MadeUpCluster.path(route));
    return expected.equals(header.isEmpty() ? answer.body() : answer.header(header));
  }
}
