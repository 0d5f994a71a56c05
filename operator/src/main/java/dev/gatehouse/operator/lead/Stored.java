package dev.gatehouse.operator.lead;

/**
 * A Lease as it was read or written.
 *
 * @param version differs after every write, whoever's it is
 */
public record Stored(LeaseRecord record, String version) {}
