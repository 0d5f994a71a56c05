package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import java.util.Set;
import java.util.TreeSet;

/** Something of a request that a filter's text can name. */
sealed interface Variable {
  String valueIn(Exchange exchange);

  static Variable named(String name, Set<String> pathVariables) throws InvalidFilter {
    return switch (name) {
      case "trace.id" -> new TraceId();
      case "request.id" -> new RequestId();
      case "client.address" -> new ClientAddress();
      default -> {
        if (!name.startsWith("path.") || !pathVariables.contains(name.substring(5))) {
          throw new InvalidFilter(unknown(name, pathVariables));
        }
        yield new PathVariable(name.substring(5));
      }
    };
  }

  private static String unknown(String name, Set<String> pathVariables) {
    var known = new StringBuilder("trace.id, request.id, client.address");
    new TreeSet<>(pathVariables).forEach(variable -> known.append(", path.").append(variable));
    return "there is no variable ${"
        + name
        + "} here; there are "
        + known
        + " (path variables count only where every match of the rule has them)";
  }

  /** The 32 hex digits of the trace. */
  record TraceId() implements Variable {
    @Override
    public String valueIn(Exchange exchange) {
      return exchange.trace().traceId();
    }
  }

  /** The x-request-id. */
  record RequestId() implements Variable {
    @Override
    public String valueIn(Exchange exchange) {
      return exchange.trace().requestId();
    }
  }

  /** Without a port. */
  record ClientAddress() implements Variable {
    @Override
    public String valueIn(Exchange exchange) {
      return exchange.client().address();
    }
  }

  /** One segment of the path as it came, percent-encoding and all. */
  record PathVariable(String name) implements Variable {
    @Override
    public String valueIn(Exchange exchange) {
      return exchange.pathVariables().getOrDefault(name, "");
    }
  }
}
