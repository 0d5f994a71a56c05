package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.PushProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Speaks with the push listeners of pods; see docs/push-protocol.md. Its futures never fail. */
final class PodClient {
  private final WebClient client;
  private final Duration timeout;

  PodClient(Vertx vertx, Duration timeout) {
    this.timeout = timeout;
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setConnectTimeout((int) Math.min(timeout.toMillis(), 3000))
                // Below the pod's own bound, lest a push meets a connection that is being closed.
                .setKeepAliveTimeout(20)
                .setFollowRedirects(false)
                .setUserAgent("gatehouse-operator"));
  }

  Future<Answer> ask(Pod pod) {
    return answer(request(HttpMethod.GET, pod).send());
  }

  Future<Answer> send(Pod pod, Parcel parcel) {
    boolean whole = parcel.base() == null;
    HttpRequest<Buffer> request =
        request(whole ? HttpMethod.PUT : HttpMethod.PATCH, pod)
            .putHeader("content-type", PushCodec.MEDIA_TYPE)
            .putHeader("content-digest", parcel.digest());
    if (!whole) {
      request.putHeader("if-match", "\"" + parcel.base() + "\"");
    }
    if (parcel.gzip()) {
      request.putHeader("content-encoding", "gzip");
    }
    return answer(request.sendBuffer(parcel.body()));
  }

  void close() {
    client.close();
  }

  private HttpRequest<Buffer> request(HttpMethod method, Pod pod) {
    URI address = pod.pushAddress();
    String host = address.getHost();
    return client
        .request(method, address.getPort(), host.replaceAll("[\\[\\]]", ""), "/v1/snapshot")
        .timeout(timeout.toMillis());
  }

  private Future<Answer> answer(Future<HttpResponse<Buffer>> response) {
    // The client's own timeout starts anew with every byte; this one does not.
    return response
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .map(PodClient::read)
        .recover(failure -> Future.succeededFuture(lost(failure)));
  }

  private static Answer read(HttpResponse<Buffer> response) {
    byte[] body = response.body() == null ? new byte[0] : response.body().getBytes();
    try {
      if (response.statusCode() == 200) {
        return new Answer.Serves(PushCodec.readAck(body));
      }
      PushProblem problem = PushCodec.readProblem(body);
      return new Answer.Refuses(response.statusCode(), problem.reason(), problem.message());
    } catch (IOException e) {
      return new Answer.Lost(
          "UNEXPECTED_ANSWER", "status " + response.statusCode() + ": " + e.getMessage());
    }
  }

  private static Answer lost(Throwable failure) {
    String reason = failure instanceof TimeoutException ? "TIMEOUT" : "UNREACHABLE";
    return new Answer.Lost(reason, String.valueOf(failure.getMessage()));
  }
}
