package dev.gatehouse.dataplane.filter;

/** A filter can't be compiled; the message says why, for whoever wrote it. */
public final class InvalidFilter extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidFilter(String message) {
    super(message);
  }
}
