/** GatewayRoute's schema: what it takes and refuses, by the API server and by the command line. */
@NullMarked
package dev.gatehouse.e2e.schema;

import org.jspecify.annotations.NullMarked;
