package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** How one of an upstream's endpoints is chosen. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LoadBalancer.RoundRobin.class, name = "RoundRobin"),
  @JsonSubTypes.Type(value = LoadBalancer.LeastRequest.class, name = "LeastRequest"),
  @JsonSubTypes.Type(value = LoadBalancer.ConsistentHash.class, name = "ConsistentHash"),
})
public sealed interface LoadBalancer {
  /** Each in turn. */
  record RoundRobin() implements LoadBalancer {}

  /** The one with fewer requests in flight of two drawn at random. */
  record LeastRequest() implements LoadBalancer {}

  /** By a hash of the request, so that equal keys meet the same endpoint while it lives. */
  record ConsistentHash(HashOn hashOn) implements LoadBalancer {
    public ConsistentHash {
      Objects.requireNonNull(hashOn, "hashOn");
    }
  }

  /** What is hashed. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = HashOn.Header.class, name = "Header"),
    @JsonSubTypes.Type(value = HashOn.Cookie.class, name = "Cookie"),
    @JsonSubTypes.Type(value = HashOn.QueryParam.class, name = "QueryParam"),
    @JsonSubTypes.Type(value = HashOn.ClientIp.class, name = "ClientIP"),
    @JsonSubTypes.Type(value = HashOn.Path.class, name = "Path"),
  })
  sealed interface HashOn {
    /** A header's first value; name in lower case. */
    record Header(String name) implements HashOn {
      public Header {
        Objects.requireNonNull(name, "name");
      }
    }

    record Cookie(String name) implements HashOn {
      public Cookie {
        Objects.requireNonNull(name, "name");
      }
    }

    record QueryParam(String name) implements HashOn {
      public QueryParam {
        Objects.requireNonNull(name, "name");
      }
    }

    record ClientIp() implements HashOn {}

    record Path() implements HashOn {}
  }
}
