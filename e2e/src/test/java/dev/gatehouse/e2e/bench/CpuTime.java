package dev.gatehouse.e2e.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time in nanoseconds.
 *
 * @param parts of all threads of Java but the one that asks, by their names without numbers
 * @param process of everything but the thread that asks: the parts, the garbage collector and the
 *     compilers
 */
record CpuTime(Map<String, Long> parts, long process) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static CpuTime now() {
    long self = Thread.currentThread().threadId();
    long[] ids = THREADS.getAllThreadIds();
    ThreadInfo[] infos = THREADS.getThreadInfo(ids);
    long[] times = THREADS.getThreadCpuTime(ids);
    var parts = new TreeMap<String, Long>();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != self && infos[i] != null && times[i] > 0) {
        parts.merge(part(infos[i].getThreadName()), times[i], Long::sum);
      }
    }
    return new CpuTime(parts, SYSTEM.getProcessCpuTime() - THREADS.getCurrentThreadCpuTime());
  }

  CpuTime since(CpuTime before) {
    var spent = new TreeMap<String, Long>();
    parts.forEach((part, time) -> spent.put(part, time - before.parts.getOrDefault(part, 0L)));
    return new CpuTime(spent, process - before.process);
  }

  /** What Vert.x and we number, and the random name of a pod's workers, say nothing here. */
  private static String part(String thread) {
    return thread.replaceAll("-[0-9a-f]{8}-[0-9a-f-]{27}", "").replaceAll("-?\\d+", "");
  }
}
