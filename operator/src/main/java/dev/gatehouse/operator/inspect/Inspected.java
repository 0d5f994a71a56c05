package dev.gatehouse.operator.inspect;

import dev.gatehouse.snapshot.Push;
import io.vertx.core.Future;
import java.util.Optional;

/** Who is asked. May be called from any thread. */
public interface Inspected {
  Future<OperatorReport> report();

  /** The whole snapshot that is published to a fleet; empty where nothing is. */
  Future<Optional<Push>> snapshot(String fleet);
}
