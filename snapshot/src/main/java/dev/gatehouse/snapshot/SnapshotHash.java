package dev.gatehouse.snapshot;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a set of resources, kept up at the cost of each change: the sum, modulo 2^256, of
 * SHA-256 over each id and hash. A sum, since it doesn't depend on order and can be undone; not an
 * exclusive or, for which anybody who can make a few hundred routes can find two sets that agree.
 */
public final class SnapshotHash {
  public static final SnapshotHash EMPTY = new SnapshotHash(BigInteger.ZERO);

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private final BigInteger sum;

  private SnapshotHash(BigInteger sum) {
    this.sum = sum;
  }

  public static SnapshotHash of(Iterable<Encoded> resources) {
    SnapshotHash hash = EMPTY;
    for (Encoded resource : resources) {
      hash = hash.plus(resource);
    }
    return hash;
  }

  public SnapshotHash plus(Encoded resource) {
    return new SnapshotHash(sum.add(term(resource)).mod(MODULUS));
  }

  public SnapshotHash minus(Encoded resource) {
    return new SnapshotHash(sum.subtract(term(resource)).mod(MODULUS));
  }

  /** 64 digits of lower-case hex. */
  public String hex() {
    String digits = sum.toString(16);
    return "0".repeat(64 - digits.length()) + digits;
  }

  private static BigInteger term(Encoded resource) {
    String text = resource.id().value() + "\n" + resource.hash();
    return new BigInteger(1, Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SnapshotHash that && sum.equals(that.sum);
  }

  @Override
  public int hashCode() {
    return sum.hashCode();
  }

  @Override
  public String toString() {
    return hex();
  }
}
