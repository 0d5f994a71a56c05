package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One step of what happens to a request or its answer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Filter.UrlRewrite.class, name = "URLRewrite"),
  @JsonSubTypes.Type(value = Filter.RequestRedirect.class, name = "RequestRedirect"),
  @JsonSubTypes.Type(value = Filter.RequestHeaders.class, name = "RequestHeaderModifier"),
  @JsonSubTypes.Type(value = Filter.ResponseHeaders.class, name = "ResponseHeaderModifier"),
  @JsonSubTypes.Type(value = Filter.DirectResponse.class, name = "DirectResponse"),
})
public sealed interface Filter {
  /** Changes the host or path that the backend sees; null leaves it. */
  record UrlRewrite(@Nullable String hostname, @Nullable PathModifier path) implements Filter {}

  /**
   * Answers with a redirect; null takes the request's own.
   *
   * @param statusCode 301, 302, 303, 307 or 308
   */
  record RequestRedirect(
      @Nullable String scheme,
      @Nullable String hostname,
      @Nullable Integer port,
      @Nullable PathModifier path,
      int statusCode)
      implements Filter {}

  /** Changes the request's header fields before it is forwarded. */
  record RequestHeaders(HeaderEdits edits) implements Filter {
    public RequestHeaders {
      Objects.requireNonNull(edits, "edits");
    }
  }

  /** Changes the answer's header fields before they are sent to the client. */
  record ResponseHeaders(HeaderEdits edits) implements Filter {
    public ResponseHeaders {
      Objects.requireNonNull(edits, "edits");
    }
  }

  /**
   * Answers by itself.
   *
   * @param statusCode 200 to 599
   */
  record DirectResponse(int statusCode, @Nullable String contentType, @Nullable String body)
      implements Filter {}

  /** A new path; values may hold the variables of a path template, like <code>${path.id}</code>. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = PathModifier.Full.class, name = "ReplaceFullPath"),
    @JsonSubTypes.Type(value = PathModifier.Prefix.class, name = "ReplacePrefixMatch"),
  })
  sealed interface PathModifier {
    /** The whole path. */
    record Full(String value) implements PathModifier {
      public Full {
        Objects.requireNonNull(value, "value");
      }
    }

    /** The prefix that matched; only where every match of the rule is a PathPrefix. */
    record Prefix(String value) implements PathModifier {
      public Prefix {
        Objects.requireNonNull(value, "value");
      }
    }
  }

  /** Fields to set, to add and to remove, applied in that order; names in lower case. */
  record HeaderEdits(List<Header> set, List<Header> add, List<String> remove) {
    public HeaderEdits {
      set = List.copyOf(set);
      add = List.copyOf(add);
      remove = List.copyOf(remove);
    }
  }

  /** A field; the value may hold variables like <code>${trace.id}</code>. */
  record Header(String name, String value) {
    public Header {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }
}
