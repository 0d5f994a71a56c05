package dev.gatehouse.operator.input.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of API servers, in their own words. */
class ApiFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          422 | GatewayRoute.gatehouse.dev "r" is invalid: spec: Too long                    | true
          413 | Request entity too large: limit is 3145728                                   | true
          500 | etcdserver: request is too large                                             | true
          500 | Internal error occurred: failed calling webhook "v.example": timeout         | true
          403 | admission webhook "v.example" denied the request: not in this namespace      | true
          403 | gatewayroutes "r" is forbidden: User "op" cannot patch resource "x/status"   | false
          401 | Unauthorized                                                                 | false
          429 | the server is currently unable to handle the request                         | false
          500 | etcdserver: no leader                                                        | false
          503 | apiserver is shutting down                                                   | false
          500 | .status.liveGeneration: field not declared in schema                         | false
          """)
  void isOfOneObjectOrOfAll(int code, String message, boolean ofOne) {
    var status = new StatusBuilder().withCode(code).withMessage(message).build();
    var failure = new RuntimeException(new KubernetesClientException(status));

    assertEquals(ofOne, ApiFailure.isOfOneObject(failure));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409})
  void isOutdatedWhereTheObjectIsAnother(int code) {
    var failure = new KubernetesClientException("", code, null);

    assertTrue(ApiFailure.isOutdated(failure));
    assertFalse(ApiFailure.isOfOneObject(failure));
  }

  @Test
  void isOfAllWhereNobodyAnswers() {
    var failure = new KubernetesClientException("", new IOException("connection refused"));

    assertFalse(ApiFailure.isOfOneObject(failure));
    assertFalse(ApiFailure.isOutdated(failure));
  }
}
