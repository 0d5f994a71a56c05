package dev.gatehouse.snapshot;

/**
 * Which snapshot: a later process that leads has a higher epoch, a later snapshot of one process a
 * higher sequence.
 *
 * @param epoch from 0, which stands for none
 * @param sequence from 0
 * @param hash the hash of what it holds, see {@link SnapshotHash}
 */
public record SnapshotVersion(long epoch, long sequence, String hash) {
  public SnapshotVersion {
    if (epoch < 0 || sequence < 0) {
      throw new IllegalArgumentException(
          "epoch and sequence are not negative: " + epoch + ", " + sequence);
    }
  }

  /** Whether this one was made after {@code other}, whatever it holds. */
  public boolean isNewerThan(SnapshotVersion other) {
    return epoch != other.epoch ? epoch > other.epoch : sequence > other.sequence;
  }

  @Override
  public String toString() {
    return epoch + "." + sequence + "-" + hash.substring(0, Math.min(8, hash.length()));
  }
}
