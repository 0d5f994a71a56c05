package dev.gatehouse.dataplane.filter;

/**
 * Where a filter runs, first to last on the way in and last to first on the way out. What a user
 * writes stays in the order written; everything else has its place whatever the order in which a
 * resource names it.
 */
enum Place {
  /** Who asks: nothing below may be reached, not even a redirect, without having been let in. */
  AUTHENTICATION,

  /** Whether they may. */
  AUTHORIZATION,

  /** How often they may: after authentication, so that a limit can count by who asks. */
  LIMITS,

  /** What the route's {@code filters} list says, in its order. */
  USER,

  /** Bodies, after the user's filters have settled path and headers. */
  TRANSFORMATION,

  /** One answer made of several backends: last, in place of forwarding. */
  AGGREGATION
}
