package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which snapshot: a later process that leads has a higher epoch, a later snapshot of one process a
 * higher sequence.
 *
 * @param epoch from 0, which stands for none
 * @param sequence from 0
 * @param hash the hash of what it holds, see {@link SnapshotHash}
 */
public record SnapshotVersion(
    long epoch, long sequence, @JsonSetter(nulls = Nulls.FAIL) String hash) {
  private static final Pattern WORD =
      Pattern.compile("(?<epoch>\\d{1,18})\\.(?<sequence>\\d{1,18})-(?<hash>[0-9a-f]{64})");

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

  /** All of it in one word, as {@link #parse} reads it. */
  public String word() {
    return epoch + "." + sequence + "-" + hash;
  }

  /** Empty for what is no version's {@link #word}. */
  public static Optional<SnapshotVersion> parse(String word) {
    var parts = WORD.matcher(word);
    return parts.matches()
        ? Optional.of(
            new SnapshotVersion(
                Long.parseLong(parts.group("epoch")),
                Long.parseLong(parts.group("sequence")),
                parts.group("hash")))
        : Optional.empty();
  }

  /** Short, for people. */
  @Override
  public String toString() {
    return epoch + "." + sequence + "-" + hash.substring(0, Math.min(8, hash.length()));
  }
}
