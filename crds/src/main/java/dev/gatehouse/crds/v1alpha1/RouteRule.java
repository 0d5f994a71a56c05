package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rule: what it matches, what it does to the request, and where that goes. */
@ValidationRule(
    value =
        "has(self.backendRefs) && size(self.backendRefs) > 0 || has(self.filters) &&"
            + " self.filters.exists(f, f.type in ['RequestRedirect', 'DirectResponse'])",
    message =
        "a rule needs somewhere to send requests: name a Service in backendRefs, or answer by a"
            + " filter of type RequestRedirect or DirectResponse")
@ValidationRule(
    value =
        "!has(self.backendRefs) || size(self.backendRefs) == 0 || !has(self.filters) ||"
            + " !self.filters.exists(f, f.type in ['RequestRedirect', 'DirectResponse'])",
    message =
        "RequestRedirect and DirectResponse answer by themselves, so no request reaches a backend:"
            + " remove backendRefs, or the filter")
@ValidationRule(
    value =
        "!has(self.filters) || self.filters.filter(f,"
            + " f.type in ['RequestRedirect', 'DirectResponse', 'URLRewrite']).size() <= 1",
    fieldPath = ".filters",
    message =
        "a rule has one of RequestRedirect, DirectResponse and URLRewrite at most, since each says"
            + " where the request goes: keep one")
@ValidationRule(
    value =
        "!has(self.filters) || self.filters.all(f, f.type in ['RequestRedirect', 'DirectResponse',"
            + " 'URLRewrite'] || self.filters.exists_one(g, g.type == f.type))",
    fieldPath = ".filters",
    message = "a rule has one filter of each type at most: merge the two header modifiers into one")
@ValidationRule(
    value =
        "!has(self.filters) || !self.filters.exists(f, has(f.urlRewrite) && has(f.urlRewrite.path)"
            + " && f.urlRewrite.path.type == 'ReplacePrefixMatch' || has(f.requestRedirect) &&"
            + " has(f.requestRedirect.path) && f.requestRedirect.path.type == 'ReplacePrefixMatch')"
            + " || !has(self.matches) || self.matches.all(m, !has(m.path) || m.path.type =="
            + " 'PathPrefix')",
    fieldPath = ".filters",
    message =
        "ReplacePrefixMatch needs a prefix: make every match of the rule a PathPrefix, or use"
            + " ReplaceFullPath")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteRule(
    @Required
        @Size(min = 1, max = Limits.NAME)
        @Pattern(Limits.DNS_LABEL)
        @JsonPropertyDescription(
            "The rule's name, unique in this route. Metrics, logs and explain speak of the rule by"
                + " it.")
        String name,
    @Default("[{\"path\": {\"type\": \"PathPrefix\", \"value\": \"/\"}}]")
        @Size(max = 16)
        @JsonPropertyDescription(
            "Which requests the rule takes: those that one of these matches. Every request of the"
                + " route's hosts unless set.")
        @Nullable List<RouteMatch> matches,
    @Size(max = 5)
        @JsonPropertyDescription(
            "What happens to the request before it is forwarded, and to its answer, in the order"
                + " written.")
        @Nullable List<RouteFilter> filters,
    @Size(max = 16)
        @JsonPropertyDescription(
            "The Services that the requests go to, in proportion to their weights.")
        @Nullable List<BackendRef> backendRefs,
    @JsonPropertyDescription(
            "How one of a backend's endpoints is chosen; defaults.loadBalancer, or RoundRobin,"
                + " unless set.")
        @Nullable LoadBalancer loadBalancer,
    @JsonPropertyDescription(
            "How long a request may take; defaults.timeouts, or no bound, unless set.")
        @Nullable Timeouts timeouts,
    @Size(max = 1)
        @JsonPropertyDescription(
            "What clients may change the protocol of their connection to, by the Upgrade of HTTP/1.1:"
                + " WebSocket. Whoever asks for it where it isn't allowed is answered with 403.")
        @Nullable List<Upgrade> upgrades) {
  /** Protocols that a connection can be switched to. */
  public enum Upgrade {
    WebSocket
  }

  /** A rule whose clients stay with HTTP. */
  public RouteRule(
      String name,
      @Nullable List<RouteMatch> matches,
      @Nullable List<RouteFilter> filters,
      @Nullable List<BackendRef> backendRefs,
      @Nullable LoadBalancer loadBalancer,
      @Nullable Timeouts timeouts) {
    this(name, matches, filters, backendRefs, loadBalancer, timeouts, null);
  }
}
