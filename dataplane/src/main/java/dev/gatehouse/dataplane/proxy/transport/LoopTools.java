package dev.gatehouse.dataplane.proxy.transport;

/**
 * What the connections of one event loop share, since only one of them is served at a time.
 *
 * @param turn of the loop
 * @param line of whatever head is being read
 * @param heads writes those that are sent
 */
record LoopTools(Turn turn, Line line, HeadWriter heads) {
  LoopTools() {
    this(new Turn(), new Line(), new HeadWriter());
  }
}
