package dev.gatehouse.dataplane.upstream;

/**
 * A 64-bit hash that is the same in every process (FNV-1a, then the finalizer of SplitMix64,
 * without which similar addresses would hash to similar numbers). Not for anything that an attacker
 * profits from colliding.
 */
final class Hash64 {
  private Hash64() {}

  static long of(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
