package dev.gatehouse.operator.source;

import dev.gatehouse.crds.v1alpha1.RouteFilter;
import dev.gatehouse.snapshot.Filter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filters of a rule. */
final class Filters {
  private final PathModifiers paths;
  private final HeaderEditing headers;

  private Filters(Variables variables, boolean onlyPrefixes) {
    this.paths = new PathModifiers(variables, onlyPrefixes);
    this.headers = new HeaderEditing(variables);
  }

  /**
   * @param onlyPrefixes whether every match of the rule is a PathPrefix
   */
  static List<Filter> read(
      @Nullable List<RouteFilter> filters, Variables variables, boolean onlyPrefixes, Problems at) {
    if (filters == null) {
      return List.of();
    }
    var reader = new Filters(variables, onlyPrefixes);
    var seen = EnumSet.noneOf(RouteFilter.Type.class);
    var read = new ArrayList<Filter>();
    for (int i = 0; i < filters.size(); i++) {
      RouteFilter filter = filters.get(i);
      Problems here = at.item(i);
      if (filter == null || filter.type() == null) {
        here.field("type").add("is missing; say which filter this is");
        continue;
      }
      if (!seen.add(filter.type())) {
        here.add("the rule has a " + filter.type() + " already; put both into one");
      }
      Filter one = reader.one(filter, here);
      if (one != null) {
        read.add(one);
      }
    }
    checkTogether(seen, at);
    return read;
  }

  private static void checkTogether(EnumSet<RouteFilter.Type> types, Problems at) {
    if (types.contains(RouteFilter.Type.RequestRedirect)
        && types.contains(RouteFilter.Type.URLRewrite)) {
      at.add("a rule that redirects forwards nothing to rewrite; remove the URLRewrite");
    }
    if (types.contains(RouteFilter.Type.RequestRedirect)
        && types.contains(RouteFilter.Type.DirectResponse)) {
      at.add("a rule gives one answer; keep the RequestRedirect or the DirectResponse");
    }
    if (types.contains(RouteFilter.Type.DirectResponse)
        && types.contains(RouteFilter.Type.URLRewrite)) {
      at.add("a rule that answers by itself forwards nothing to rewrite; remove the URLRewrite");
    }
  }

  private @Nullable Filter one(RouteFilter filter, Problems at) {
    var parts = new LinkedHashMap<RouteFilter.Type, String>();
    note(parts, RouteFilter.Type.URLRewrite, "urlRewrite", filter.urlRewrite());
    note(parts, RouteFilter.Type.RequestRedirect, "requestRedirect", filter.requestRedirect());
    note(
        parts,
        RouteFilter.Type.RequestHeaderModifier,
        "requestHeaderModifier",
        filter.requestHeaderModifier());
    note(
        parts,
        RouteFilter.Type.ResponseHeaderModifier,
        "responseHeaderModifier",
        filter.responseHeaderModifier());
    note(parts, RouteFilter.Type.DirectResponse, "directResponse", filter.directResponse());
    parts.forEach(
        (type, field) -> {
          if (type != filter.type()) {
            at.field(field).add("belongs to a filter of type " + type + "; move it into one");
          }
        });
    return switch (filter.type()) {
      case URLRewrite ->
          filter.urlRewrite() == null
              ? missing(at, "urlRewrite")
              : paths.rewrite(filter.urlRewrite(), at.field("urlRewrite"));
      case RequestRedirect ->
          filter.requestRedirect() == null
              ? missing(at, "requestRedirect")
              : paths.redirect(filter.requestRedirect(), at.field("requestRedirect"));
      case RequestHeaderModifier ->
          filter.requestHeaderModifier() == null
              ? missing(at, "requestHeaderModifier")
              : new Filter.RequestHeaders(
                  headers.read(filter.requestHeaderModifier(), at.field("requestHeaderModifier")));
      case ResponseHeaderModifier ->
          filter.responseHeaderModifier() == null
              ? missing(at, "responseHeaderModifier")
              : new Filter.ResponseHeaders(
                  headers.read(
                      filter.responseHeaderModifier(), at.field("responseHeaderModifier")));
      case DirectResponse ->
          filter.directResponse() == null
              ? missing(at, "directResponse")
              : DirectResponses.read(filter.directResponse(), at.field("directResponse"));
    };
  }

  private static void note(
      Map<RouteFilter.Type, String> parts,
      RouteFilter.Type type,
      String field,
      @Nullable Object part) {
    if (part != null) {
      parts.put(type, field);
    }
  }

  private static @Nullable Filter missing(Problems at, String field) {
    at.field(field).add("is missing; a filter of this type needs it");
    return null;
  }
}
