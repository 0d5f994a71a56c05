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

/** What came in while the loop was busy, merged: of each object only its newest form counts. */
final class Mailbox {
  private final Map<ObjectKey, ClusterObject> upserted = new HashMap<>();
  private final Set<ObjectKey> removed = new HashSet<>();
  private final Set<ObjectKey> vanished = new HashSet<>();
  private final List<Answer> answers = new ArrayList<>();
  private @Nullable Set<Pod> pods;
  private boolean started;

  /** What a pod acknowledged. */
  record Answer(Pod pod, Ack ack) {}

  /**
   * All of it.
   *
   * @param vanished objects that were gone for a while, though they may be back as others of the
   *     same name
   * @param pods null where nothing was said of them
   * @param started whether any change ever came: before, not all is known
   */
  record Mail(
      Changes changes,
      Set<ObjectKey> vanished,
      List<Answer> answers,
      @Nullable Set<Pod> pods,
      boolean started) {}

  synchronized void changed(Changes changes) {
    started = true;
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

  /** This mail could not be acted on: it comes again, beneath what is newer. */
  synchronized void putBack(Mail mail) {
    mail.changes()
        .upserted()
        .forEach(
            (key, object) -> {
              if (!removed.contains(key)) {
                upserted.putIfAbsent(key, object);
              }
            });
    for (ObjectKey key : mail.changes().removed()) {
      if (!upserted.containsKey(key)) {
        removed.add(key);
      }
    }
    vanished.addAll(mail.vanished());
    answers.addAll(0, mail.answers());
    if (pods == null) {
      pods = mail.pods();
    }
  }

  synchronized Mail take() {
    var mail =
        new Mail(
            new Changes(upserted, removed),
            Set.copyOf(vanished),
            List.copyOf(answers),
            pods,
            started);
    upserted.clear();
    removed.clear();
    vanished.clear();
    answers.clear();
    pods = null;
    return mail;
  }
}
