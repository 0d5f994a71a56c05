package dev.gatehouse.operator.source;

import dev.gatehouse.crds.v1alpha1.DirectResponse;
import dev.gatehouse.snapshot.Filter;

/** The answers that the gateway gives by itself. */
final class DirectResponses {
  private DirectResponses() {}

  static Filter read(DirectResponse response, Problems at) {
    int status = response.statusCode() == null ? 200 : response.statusCode();
    if (status < 200 || status > 599) {
      at.field("statusCode").add(status + " is no final status; use one from 200 to 599");
    }
    String body = response.body();
    if (body != null && !body.isEmpty() && (status == 204 || status == 205 || status == 304)) {
      at.field("body").add("an answer with status " + status + " has none; remove it");
    }
    if (response.contentType() != null) {
      if (body == null) {
        at.field("contentType").add("says what body is; set body or remove it");
      }
      HeaderNames.value(response.contentType(), at.field("contentType"));
    }
    return new Filter.DirectResponse(status, response.contentType(), body);
  }
}
