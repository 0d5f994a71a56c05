package dev.gatehouse.snapshot;

import java.util.List;

/** What a reader makes of a resource. */
public sealed interface Decoded {
  ResourceId id();

  /** It can be used. */
  record Known(Resource resource) implements Decoded {
    @Override
    public ResourceId id() {
      return resource.id();
    }
  }

  /**
   * A rule that needs features this reader lacks. Where it matches, the answer is 503: conditions
   * that the reader does not know are left out, so that it rather matches too much than lets a
   * request pass by it to a laxer rule.
   */
  record UnsupportedRule(ResourceId id, RuleHead head, List<String> missing) implements Decoded {}

  /** Anything else that needs features this reader lacks; rules that lead there answer 503. */
  record UnsupportedOther(ResourceId id, List<String> missing) implements Decoded {}

  /**
   * A rule that makes no sense, though its hosts can be read: what it meant to forbid is not known,
   * so the answer there is 503.
   */
  record MalformedRule(ResourceId id, RuleHead head, String message) implements Decoded {}

  /** It makes no sense, and its message says where. */
  record Malformed(ResourceId id, String message) implements Decoded {}
}
