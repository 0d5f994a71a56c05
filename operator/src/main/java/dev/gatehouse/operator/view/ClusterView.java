package dev.gatehouse.operator.view;

import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * All that translation may look at, at one moment. Each change makes a new view at the cost of the
 * change.
 *
 * @param objects everything read from the cluster or folder
 * @param slices the keys of a Service's EndpointSlices, by the Service's key
 * @param grants the keys of the ReferenceGrants of a namespace
 * @param lastGood the newest valid spec of each route, as this process or the object's status knows
 *     it
 * @param refused what pods refused: the hash of the refused form and why, by resource
 * @param doubted generations that pods refused in an earlier process, by route
 * @param settings what the operator was started with
 */
public record ClusterView(
    PMap<ObjectKey, ClusterObject> objects,
    PMap<ObjectKey, PSet<ObjectKey>> slices,
    PMap<String, PSet<ObjectKey>> grants,
    PMap<ObjectKey, LastGood> lastGood,
    PMap<ResourceId, Refusal> refused,
    PMap<ObjectKey, Doubt> doubted,
    Settings settings) {

  /** A form of a resource that some pod refused. */
  public record Refusal(String hash, String reason, String message) {
    /** Whether it is this form of the resource that was refused, and not one before it. */
    public boolean isOf(Encoded form) {
      return hash.equals(form.hash());
    }
  }

  /** A generation that pods are taken to refuse still, though not which form of what. */
  public record Doubt(long generation, String message) {}

  /**
   * What the operator was started with, as far as it bears on translation.
   *
   * @param localEndpoints whether loopback and link-local addresses may be endpoints: only for a
   *     folder on a laptop
   */
  public record Settings(boolean localEndpoints) {
    public static final Settings CLUSTER = new Settings(false);
    public static final Settings LAPTOP = new Settings(true);
  }

  public static ClusterView empty(Settings settings) {
    HashPMap<ObjectKey, ClusterObject> objects = HashTreePMap.empty();
    return new ClusterView(
        objects,
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        settings);
  }

  public @Nullable ClusterObject get(ObjectKey key) {
    return objects.get(key);
  }

  /** This view with the object added, or put in the place of an older one. */
  public ClusterView with(ClusterObject object) {
    ClusterView before = without(object.key());
    return new ClusterView(
        before.objects.plus(object.key(), object),
        object instanceof ClusterObject.SliceObject slice
            ? joined(before.slices, serviceOf(slice), slice.key())
            : before.slices,
        object instanceof ClusterObject.GrantObject grant
            ? joined(before.grants, grant.key().namespace(), grant.key())
            : before.grants,
        before.lastGood,
        before.refused,
        before.doubted,
        settings);
  }

  /** This view without the object. */
  public ClusterView without(ObjectKey key) {
    ClusterObject gone = objects.get(key);
    if (gone == null) {
      return this;
    }
    return new ClusterView(
        objects.minus(key),
        gone instanceof ClusterObject.SliceObject slice
            ? parted(slices, serviceOf(slice), key)
            : slices,
        gone instanceof ClusterObject.GrantObject ? parted(grants, key.namespace(), key) : grants,
        lastGood,
        refused,
        doubted,
        settings);
  }

  public ClusterView withLastGood(Map<ObjectKey, LastGood> newer) {
    return new ClusterView(
        objects, slices, grants, lastGood.plusAll(newer), refused, doubted, settings);
  }

  public ClusterView withoutLastGood(Collection<ObjectKey> routes) {
    return new ClusterView(
        objects, slices, grants, lastGood.minusAll(routes), refused, doubted, settings);
  }

  public ClusterView withRefused(PMap<ResourceId, Refusal> now) {
    return new ClusterView(objects, slices, grants, lastGood, now, doubted, settings);
  }

  public ClusterView withDoubted(PMap<ObjectKey, Doubt> now) {
    return new ClusterView(objects, slices, grants, lastGood, refused, now, settings);
  }

  private static ObjectKey serviceOf(ClusterObject.SliceObject slice) {
    return ObjectKey.service(slice.key().namespace(), slice.service());
  }

  private static <K> PMap<K, PSet<ObjectKey>> joined(
      PMap<K, PSet<ObjectKey>> index, K at, ObjectKey member) {
    PSet<ObjectKey> members = index.get(at);
    return index.plus(
        at, (members == null ? HashTreePSet.<ObjectKey>empty() : members).plus(member));
  }

  private static <K> PMap<K, PSet<ObjectKey>> parted(
      PMap<K, PSet<ObjectKey>> index, K at, ObjectKey member) {
    PSet<ObjectKey> members = index.get(at);
    if (members == null) {
      return index;
    }
    PSet<ObjectKey> rest = members.minus(member);
    return rest.isEmpty() ? index.minus(at) : index.plus(at, rest);
  }
}
