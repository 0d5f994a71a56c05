package dev.gatehouse.dataplane.admin;

/** A push that is not taken; what was served before serves on. */
final class RefusedPush extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, with the status it is answered with; see {@link dev.gatehouse.snapshot.PushProblem}. */
  enum Why {
    BAD_DIGEST(400),
    MALFORMED(400),
    HASH_MISMATCH(400),
    WRONG_FLEET(400),
    UNTRUSTED(403),
    STALE_VERSION(409),
    BASE_MISMATCH(412),
    TOO_LARGE(413),
    UNSUPPORTED_FORMAT(415),
    /** The pod failed, not the push; its log says how. */
    INTERNAL(500);

    private final int status;

    Why(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final Why why;
  private final String sentence;

  RefusedPush(Why why, String sentence) {
    super(why + ": " + sentence);
    this.why = why;
    this.sentence = sentence;
  }

  Why why() {
    return why;
  }

  String sentence() {
    return sentence;
  }
}
