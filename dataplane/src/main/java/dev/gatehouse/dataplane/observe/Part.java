package dev.gatehouse.dataplane.observe;

import java.io.IOException;
import java.io.OutputStream;

/** What is written of a page in one go. */
interface Part {
  void write(OutputStream out) throws IOException;
}
