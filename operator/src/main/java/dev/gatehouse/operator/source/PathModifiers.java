package dev.gatehouse.operator.source;

import dev.gatehouse.crds.v1alpha1.PathModifier;
import dev.gatehouse.crds.v1alpha1.RequestRedirect;
import dev.gatehouse.crds.v1alpha1.UrlRewrite;
import dev.gatehouse.snapshot.Filter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters that change where a request goes: URLRewrite and RequestRedirect. */
final class PathModifiers {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Variables variables;
  private final boolean onlyPrefixes;

  PathModifiers(Variables variables, boolean onlyPrefixes) {
    this.variables = variables;
    this.onlyPrefixes = onlyPrefixes;
  }

  Filter rewrite(UrlRewrite rewrite, Problems at) {
    if (rewrite.hostname() == null && rewrite.path() == null) {
      at.add("changes nothing; set hostname or path, or remove the filter");
    }
    return new Filter.UrlRewrite(
        Hostnames.precise(rewrite.hostname(), at.field("hostname")),
        path(rewrite.path(), at.field("path")));
  }

  Filter redirect(RequestRedirect redirect, Problems at) {
    String scheme = redirect.scheme();
    if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
      at.field("scheme").add("\"" + scheme + "\" is neither http nor https");
    }
    Integer port = redirect.port();
    if (port != null && (port < 1 || port > 65535)) {
      at.field("port").add(port + " is no port; write one from 1 to 65535");
    }
    int status = redirect.statusCode() == null ? 302 : redirect.statusCode();
    if (!REDIRECTS.contains(status)) {
      at.field("statusCode").add(status + " is no redirect; use 301, 302, 303, 307 or 308");
    }
    if (scheme == null && redirect.hostname() == null && port == null && redirect.path() == null) {
      at.add("leads back to where it came from; set scheme, hostname, port or path");
    }
    return new Filter.RequestRedirect(
        scheme,
        Hostnames.precise(redirect.hostname(), at.field("hostname")),
        port,
        path(redirect.path(), at.field("path")),
        status);
  }

  private Filter.@Nullable PathModifier path(@Nullable PathModifier path, Problems at) {
    if (path == null) {
      return null;
    }
    if (path.type() == null) {
      at.field("type").add("is missing; use ReplaceFullPath or ReplacePrefixMatch");
      return null;
    }
    return switch (path.type()) {
      case ReplaceFullPath -> {
        refuseOther(path.replacePrefixMatch(), "replacePrefixMatch", at);
        yield new Filter.PathModifier.Full(
            value(path.replaceFullPath(), at.field("replaceFullPath")));
      }
      case ReplacePrefixMatch -> {
        refuseOther(path.replaceFullPath(), "replaceFullPath", at);
        if (!onlyPrefixes) {
          at.add("ReplacePrefixMatch needs a PathPrefix in every match of the rule");
        }
        yield new Filter.PathModifier.Prefix(
            value(
                // As in the Gateway API, nothing is a slash here.
                "".equals(path.replacePrefixMatch()) ? "/" : path.replacePrefixMatch(),
                at.field("replacePrefixMatch")));
      }
    };
  }

  private static void refuseOther(@Nullable String value, String field, Problems at) {
    if (value != null) {
      at.field(field).add("belongs to the other type; remove it or change the type");
    }
  }

  private String value(@Nullable String value, Problems at) {
    if (value == null) {
      at.add("is missing; write the new path");
      return "/";
    }
    if (!value.startsWith("/")) {
      at.add("\"" + value + "\" must start with a slash");
    }
    if (value.chars().anyMatch(c -> c <= ' ' || c == '?' || c == '#' || c == 0x7f)) {
      at.add("\"" + value + "\" holds a query, a fragment or a space; a path has none");
    }
    variables.check(value, at);
    return value;
  }
}
