package dev.gatehouse.operator.input.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kind, listed and watched. Where that fails it is tried again, ever more slowly, for as long
 * as this is open.
 *
 * <p>Events only say which object to look at: what counts is the store, which is never older.
 */
final class KindWatch<T extends HasMetadata> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);

  private final String kind;
  private final SharedIndexInformer<T> informer;
  private volatile @Nullable String problem;

  KindWatch(String kind, Informable<T> source, SlimStore<T> store, Consumer<String> changed) {
    this.kind = kind;
    this.problem = kind + " has yet to be listed";
    this.informer =
        source
            .runnableInformer(0)
            .itemStore(store)
            .exceptionHandler(this::failed)
            .addEventHandler(new Changed<>(changed));
  }

  /** Begins; {@code synced} is called once, when everything there is has been listed. */
  void start(Runnable synced) {
    informer
        .start()
        .whenComplete(
            (_, failure) -> {
              if (failure == null) {
                problem = null;
                LOG.info("Listed {}: {}", kind, informer.getStore().list().size());
                synced.run();
              } else {
                LOG.error("{} is not watched", kind, failure);
              }
            });
  }

  String kind() {
    return kind;
  }

  List<T> all() {
    return informer.getStore().list();
  }

  @Nullable T get(String key) {
    return informer.getStore().getByKey(key);
  }

  /** Why not everything is known, or will not be told; null where nothing is wrong. */
  @Nullable String problem() {
    String unlisted = problem;
    return unlisted != null || informer.isWatching() ? unlisted : kind + " is not watched";
  }

  @Override
  public void close() {
    informer.stop();
  }

  private boolean failed(boolean started, Throwable failure) {
    LOG.warn(
        "{} can't be {} and is tried again: {}",
        kind,
        started ? "watched" : "listed",
        failure.toString());
    if (!informer.hasSynced()) {
      problem = kind + " can't be listed: " + failure.getMessage();
    }
    return true;
  }

  /** Passes on keys alone. */
  private record Changed<T extends HasMetadata>(Consumer<String> changed)
      implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T added) {
      changed.accept(Cache.metaNamespaceKeyFunc(added));
    }

    @Override
    public void onUpdate(T old, T now) {
      changed.accept(Cache.metaNamespaceKeyFunc(now));
    }

    @Override
    public void onDelete(T deleted, boolean finalStateUnknown) {
      changed.accept(Cache.metaNamespaceKeyFunc(deleted));
    }
  }
}
