package dev.gatehouse.dataplane.observe;

/** Lines of a page of metrics that belong together. */
interface Samples {
  void write(Text text);
}
