package dev.gatehouse.dataplane.admin;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * SIGTERM and SIGINT. The JVM's own handling ends with a status that says "killed" however well all
 * went, and lets nobody who is in a hurry signal twice.
 */
final class EndSignals {
  private EndSignals() {}

  /**
   * Takes them over from the JVM; both run on threads of their own.
   *
   * @param first run at the first signal
   * @param again run at every other, with the status that a process killed by it has
   */
  static void handle(Runnable first, IntConsumer again) {
    var signalled = new AtomicBoolean();
    for (Signal signal : List.of(new Signal("TERM", 15), new Signal("INT", 2))) {
      signal.handle(
          () -> {
            if (signalled.compareAndSet(false, true)) {
              first.run();
            } else {
              again.accept(128 + signal.number);
            }
          });
    }
  }

  private record Signal(String name, int number) {
    /**
     * By reflection, for the compiler warns of the package that there is no other way around. Its
     * module is jdk.unsupported, which Netty needs as well.
     */
    private void handle(Runnable then) {
      try {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy =
            Proxy.newProxyInstance(
                EndSignals.class.getClassLoader(),
                new Class<?>[] {handler},
                (_, _, _) -> {
                  then.run();
                  return null;
                });
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("SIG" + name + " can't be handled", e);
      }
    }
  }
}
