package dev.gatehouse.dataplane.proxy.transport;

/**
 * Bytes that aren't what they should be, so that nothing after them can be read, either. Carries no
 * stack, since it is no fault of ours.
 */
final class HeadFault extends Exception {
  private static final long serialVersionUID = 1;
  private static final int BAD_REQUEST = 400;
  private final int status;

  /** One that is a bad request, if it is a client's. */
  HeadFault(String detail) {
    this(BAD_REQUEST, detail);
  }

  /**
   * Makes one.
   *
   * @param status that it is answered with, if it is a client's
   */
  HeadFault(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
