package dev.gatehouse.operator.lead;

import org.jspecify.annotations.Nullable;

/** A Lease in memory, compared and swapped as an API server does it. */
final class FakeLease {
  private @Nullable Stored stored;
  private int version;
  int writes;

  @Nullable Stored stored() {
    return stored;
  }

  /** Whatever was there. */
  void put(LeaseRecord record) {
    stored = new Stored(record, String.valueOf(++version));
  }

  void delete() {
    stored = null;
  }

  /** Somebody puts a label on it. */
  void touch() {
    Stored before = stored;
    if (before != null) {
      put(before.record());
    }
  }

  /** One client's way to it. */
  final class Way implements LeaseStore {
    boolean down;

    /** What happens between the API server's deed and its answer. */
    Runnable meanwhile = () -> {};

    @Override
    public @Nullable Stored read() {
      arrive();
      Stored read = stored;
      meanwhile.run();
      return read;
    }

    @Override
    public @Nullable Stored write(LeaseRecord record, @Nullable Stored over) {
      arrive();
      boolean fits = versionOf(stored).equals(versionOf(over));
      if (fits) {
        writes++;
        put(record);
      }
      Stored after = stored;
      meanwhile.run();
      return fits ? after : null;
    }

    private void arrive() {
      if (down) {
        throw new IllegalStateException("the API server is away");
      }
    }
  }

  private static String versionOf(@Nullable Stored stored) {
    return stored == null ? "none" : stored.version();
  }
}
