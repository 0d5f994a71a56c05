package dev.gatehouse.dataplane.proxy.transport;

/**
 * Bytes that aren't what they should be, so that nothing after them can be read, either. Carries no
 * stack, since it is no fault of ours.
 */
final class HeadFault extends Exception {
  private static final long serialVersionUID = 1;
  private final int status;

  /**
   * Makes one.
   *
   * @param status that a client is answered with for it
   */
  HeadFault(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
