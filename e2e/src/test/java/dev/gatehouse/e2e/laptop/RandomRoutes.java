package dev.gatehouse.e2e.laptop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** GatewayRoutes of all kinds of matches over few words, so that they meet and overlap. */
final class RandomRoutes {
  private static final List<String> HOSTS =
      List.of("a.example", "b.a.example", "*.a.example", "*.example", "");
  private static final List<String> SEGMENTS = List.of("a", "b", "ab", "1", "x.y", "a-b");
  private static final List<String> EXPRESSIONS =
      List.of("/[a-z]+", "/a/.*", "/(a|b)/[^/]+", "/[^/]+/b", "/.*", "/a(/b)?", "/x[.]y/[0-9]");

  private final Random random;

  RandomRoutes(Random random) {
    this.random = random;
  }

  String yaml(int routes) {
    var yaml = new StringBuilder();
    for (int i = 0; i < routes; i++) {
      String host = one(HOSTS);
      yaml.append(
          """
          ---
          apiVersion: gatehouse.dev/v1alpha1
          kind: GatewayRoute
          metadata: {name: r%d}
          spec:
            hostnames: [%s]
            rules:
          """
              .formatted(i, host.isEmpty() ? "" : "\"" + host + "\""));
      for (int rule = 0; rule <= random.nextInt(3); rule++) {
        yaml.append(rule("r" + i, "n" + rule));
      }
    }
    return yaml.toString().replace("  hostnames: []\n", "");
  }

  /** Answers with its own name, as {@code explain} writes it. */
  private String rule(String route, String name) {
    var matches = new ArrayList<String>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      matches.add(match());
    }
    return """
      - name: %2$s
        matches: [%3$s]
        filters:
        - type: DirectResponse
          directResponse: {statusCode: 200, body: default/%1$s/%2$s}
    """
        .formatted(route, name, String.join(", ", matches.stream().distinct().toList()));
  }

  private String match() {
    var fields = new ArrayList<String>(List.of("path: " + path()));
    if (random.nextInt(4) == 0) {
      fields.add("method: " + one(List.of("GET", "POST", "PUT")));
    }
    if (random.nextInt(4) == 0) {
      fields.add("headers: [%s]".formatted(random.nextInt(4) == 0 ? seenHeader() : value("x-h")));
    }
    if (random.nextInt(5) == 0) {
      fields.add("queryParams: [%s]".formatted(value("q")));
    }
    if (random.nextInt(6) == 0) {
      fields.add("cookies: [%s]".formatted(value("c")));
    }
    return "{" + String.join(", ", fields) + "}";
  }

  /** One that the gateway makes, drops or changes. */
  private String seenHeader() {
    return one(
        List.of(
            "{name: x-forwarded-for, value: 127.0.0.1}",
            "{name: x-forwarded-proto, value: http}",
            "{name: x-forwarded-host, value: b.a.example}",
            "{name: x-real-ip, value: 192.0.2.1}",
            "{name: te, value: trailers}",
            "{name: keep-alive, value: \"1\"}",
            "{name: via, type: RegularExpression, value: \".*other.*\"}",
            "{name: x-request-id, value: \"1\"}"));
  }

  private String value(String name) {
    return random.nextInt(3) == 0
        ? "{name: %s, type: RegularExpression, value: \"[12]+\"}".formatted(name)
        : "{name: %s, value: \"%d\"}".formatted(name, 1 + random.nextInt(2));
  }

  private String path() {
    return switch (random.nextInt(4)) {
      case 0 -> path("Exact", literal(1 + random.nextInt(3)));
      case 1 -> path("PathPrefix", literal(random.nextInt(3)));
      case 2 -> path("Template", random.nextBoolean() ? "/{v}" + literal(1) : literal(1) + "/{v}");
      default -> path("RegularExpression", one(EXPRESSIONS));
    };
  }

  private static String path(String type, String value) {
    return "{type: %s, value: \"%s\"}".formatted(type, value.isEmpty() ? "/" : value);
  }

  private String literal(int segments) {
    var path = new StringBuilder();
    for (int i = 0; i < segments; i++) {
      path.append('/').append(one(SEGMENTS));
    }
    return path.toString();
  }

  private <T> T one(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
