package dev.gatehouse.operator.input.kubernetes;

import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One kind that translation looks at. */
record KindInput<T extends HasMetadata>(
    KindWatch<T> watch, Function<T, @Nullable ClusterObject> reduce) {

  /** What the object of this key is now; null for nothing. */
  @Nullable ClusterObject now(String key) {
    T object = watch.get(key);
    return object == null ? null : reduce.apply(object);
  }

  Map<ObjectKey, ClusterObject> all() {
    var all = new HashMap<ObjectKey, ClusterObject>();
    for (T object : watch.all()) {
      ClusterObject reduced = reduce.apply(object);
      if (reduced != null) {
        all.put(reduced.key(), reduced);
      }
    }
    return all;
  }

  ObjectKey objectKey(String key) {
    int slash = key.indexOf('/');
    return new ObjectKey(
        watch.kind(), slash < 0 ? "" : key.substring(0, slash), key.substring(slash + 1));
  }
}
