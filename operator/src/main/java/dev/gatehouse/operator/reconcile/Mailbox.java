package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came in while the loop was busy, merged: of each object only its newest form counts. What
 * was taken leaves new collections behind: a hash table stays as large as it ever was, and to walk
 * that of the first listing would make every later change pay for all objects.
 */
final class Mailbox {
  private Map<ObjectKey, ClusterObject> upserted = new HashMap<>();
  private Set<ObjectKey> removed = new HashSet<>();
  private Set<ObjectKey> vanished = new HashSet<>();
  private List<Answer> answers = new ArrayList<>();
  private @Nullable Set<Pod> pods;
  private Changes held = Changes.NONE;
  private boolean heard;
  private boolean leads;
  private boolean turned;

  /** What a pod acknowledged. */
  record Answer(Pod pod, Ack ack) {}

  /**
   * All of it.
   *
   * @param vanished objects that were gone for a while, though they may be back as others of the
   *     same name
   * @param pods null where nothing was said of them
   * @param heard whether anything was said of objects, and be it that there are none
   * @param leads whether this process leads
   * @param turned whether that changed, and be it there and back
   */
  record Mail(
      Changes changes,
      Set<ObjectKey> vanished,
      List<Answer> answers,
      @Nullable Set<Pod> pods,
      boolean heard,
      boolean leads,
      boolean turned) {}

  synchronized void changed(Changes changes) {
    heard = true;
    for (ObjectKey key : changes.removed()) {
      upserted.remove(key);
      removed.add(key);
      vanished.add(key);
    }
    removed.removeAll(changes.upserted().keySet());
    upserted.putAll(changes.upserted());
  }

  synchronized void pods(Set<Pod> all) {
    pods = Set.copyOf(all);
  }

  synchronized void acknowledged(Pod pod, Ack ack) {
    answers.add(new Answer(pod, ack));
  }

  /** This process leads from now on, or no longer does: what pods answered it is then old. */
  synchronized void leads(boolean now) {
    leads = now;
    turned = true;
    answers.clear();
  }

  /** These could not be acted on, and come again with the next change of any object. */
  synchronized void hold(Changes changes) {
    held = changes;
  }

  /** This mail could not be acted on, and comes again with what is newer. */
  synchronized void putBack(Mail mail) {
    heard |= mail.heard;
    beneath(mail.changes);
    vanished.addAll(mail.vanished);
    if (!turned) {
      answers.addAll(0, mail.answers);
    }
    turned |= mail.turned;
    pods = pods == null ? mail.pods : pods;
  }

  private void beneath(Changes older) {
    Set<ObjectKey> newer = new HashSet<>(upserted.keySet());
    newer.addAll(removed);
    older.upserted().forEach((key, object) -> upserted.computeIfAbsent(key, _ -> object));
    upserted.keySet().removeAll(removed);
    older.removed().stream().filter(key -> !newer.contains(key)).forEach(removed::add);
  }

  synchronized Mail take() {
    if (heard) {
      beneath(held);
      held = Changes.NONE;
    }
    var mail =
        new Mail(
            new Changes(upserted, removed),
            Set.copyOf(vanished),
            List.copyOf(answers),
            pods,
            heard,
            leads,
            turned);
    upserted = new HashMap<>();
    removed = new HashSet<>();
    vanished = new HashSet<>();
    answers = new ArrayList<>();
    pods = null;
    heard = false;
    turned = false;
    return mail;
  }
}
