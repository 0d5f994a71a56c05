package dev.gatehouse.operator.input.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.Listable;
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

  private static final ListOptions ONE = new ListOptionsBuilder().withLimit(1L).build();

  private final String kind;
  private final String apiVersion;
  private final Listable<?> list;
  private final SharedIndexInformer<T> informer;
  private volatile @Nullable String unlisted;
  private volatile @Nullable String unwatched;

  /** By {@link System#nanoTime}; null while it is watched. */
  private @Nullable Long missedSince;

  <S extends Informable<T> & Listable<?>> KindWatch(
      Class<T> type, S source, SlimStore<T> store, Consumer<String> changed) {
    this.kind = HasMetadata.getKind(type);
    this.apiVersion = HasMetadata.getApiVersion(type);
    this.list = source;
    this.unlisted = kind + " has yet to be listed";
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
                unlisted = null;
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
    String first = unlisted;
    return first == null ? unwatched : first;
  }

  /**
   * Looks whether it is watched, and why not. Watches end and begin again all the time: only one
   * that is missed twice in a row is worth a question, and a word where the API server refuses. To
   * be called every few seconds by one thread, which waits for the API server.
   */
  void look() {
    try {
      if (informer.isWatching() || unlisted != null) {
        missedSince = null;
        unwatched = null;
      } else if (missedSince == null) {
        missedSince = System.nanoTime();
      } else {
        String why = whyUnwatched(missedSince);
        unwatched = why == null ? null : kind + " is not watched: " + why;
      }
    } catch (RuntimeException e) { // This has to go on.
      LOG.warn("Whether {} is watched can't be told", kind, e);
    }
  }

  /**
   * A watch that is refused is opened again and again, without a word to anybody. One that is
   * opened counts as such once it brings something, which may take as long as silence may.
   */
  private @Nullable String whyUnwatched(long since) {
    try {
      list.list(ONE);
      return System.nanoTime() - since < OperatorClient.SILENCE.toNanos()
          ? null
          : "it can be listed, but the right to watch it may be missing";
    } catch (KubernetesClientException e) {
      return ApiFailure.reason(e);
    }
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
      unlisted =
          ApiFailure.isAbsence(failure)
              ? "%s is not installed in this cluster as %s; its definition comes with the chart, and is looked for again"
                  .formatted(kind, apiVersion)
              : kind + " can't be listed: " + ApiFailure.reason(failure);
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
