package dev.gatehouse.dataplane.compile;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles snapshots, and changes to snapshots at the cost of the change. */
public final class Compiler {
  private final Set<String> features;
  private final Runnable afterEach;

  /**
   * @param features what this reader understands, {@link Features#SUPPORTED} but in tests
   */
  public Compiler(Set<String> features) {
    this(features, () -> {});
  }

  /**
   * One that others can go before.
   *
   * @param afterEach is run between short steps, and may rest
   */
  public Compiler(Set<String> features, Runnable afterEach) {
    this.features = Set.copyOf(features);
    this.afterEach = afterEach;
  }

  /** A snapshot, from nothing. */
  public Compilation compile(Map<ResourceId, Encoded> resources) {
    return compile(resources, new Delta(resources, Set.of()), null);
  }

  /**
   * What {@code previous} becomes. The result is the one that compiling {@code resources} from
   * nothing gives, whatever came before, but for what it shares, and for rules of which not even
   * the hosts can be read: in place of these, what they were before serves on.
   *
   * @param resources with {@code delta} applied; for a whole snapshot that replaces another, the
   *     delta is {@link Delta#between} the two, so that what stays equal stays compiled
   * @param previous what the resources before the delta compiled to; null for none
   */
  public Compilation compile(
      Map<ResourceId, Encoded> resources, Delta delta, @Nullable Compilation previous) {
    return new Recompilation(
            features, resources, previous == null ? Compilation.EMPTY : previous, afterEach)
        .apply(delta);
  }
}
