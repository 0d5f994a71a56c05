package dev.gatehouse.operator.lead;

/**
 * Who stands.
 *
 * @param process unlike that of any other process, one of the same identity included: two that are
 *     named alike by mistake, or a container and the one before it, don't take each other's Lease
 *     for their own
 */
record Candidate(LeaseSettings settings, String process) {
  boolean wrote(LeaseRecord record) {
    return record.holder().equals(settings.identity()) && record.process().equals(process);
  }
}
