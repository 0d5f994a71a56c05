package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.PushProblem;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with the push listeners of pods; see docs/push-protocol.md. Its futures never fail. What a
 * pod answers is bounded in size and time: past either, the connection is closed.
 */
final class PodClient {
  /** An acknowledgement names each rejected resource, so thousands of these find room. */
  static final int MAX_ANSWER = 1 << 20;

  /** The reason where there is no connection, or none any more. */
  static final String UNREACHABLE = "UNREACHABLE";

  private final Vertx vertx;
  private final Duration timeout;
  private final Duration wholeTimeout;
  private final HttpClient plain;
  private @Nullable HttpClient secured;

  PodClient(Vertx vertx, PublishSettings settings) {
    this.vertx = vertx;
    this.timeout = settings.requestTimeout();
    this.wholeTimeout = settings.wholeTimeout();
    this.plain = vertx.createHttpClient(options());
  }

  /**
   * Goes by this one from now on, where a pod's address begins with {@code https}. What is under
   * way ends as it began, and its connections are used no more.
   */
  void identity(ChannelIdentity identity) {
    HttpClient before = secured;
    secured =
        vertx.createHttpClient(
            options()
                .setSsl(true)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(Set.of(ChannelIdentity.PROTOCOL))
                .setKeyCertOptions(KeyCertOptions.wrap(identity.keys()))
                .setTrustOptions(TrustOptions.wrap(identity.peer()))
                // Pods are addressed by IP: who they are is for the trust to say.
                .setVerifyHost(false));
    if (before != null) {
      // No exchange lasts longer.
      vertx.setTimer(wholeTimeout.toMillis() + 1, _ -> before.close());
    }
  }

  private HttpClientOptions options() {
    return new HttpClientOptions()
        .setConnectTimeout((int) Math.min(timeout.toMillis(), 3000))
        // Below the pod's own bound, lest a push meets a connection that is being closed.
        .setKeepAliveTimeout(20);
  }

  Future<Answer> ask(Pod pod) {
    return exchange(HttpMethod.GET, pod, fields(), Buffer.buffer(), timeout);
  }

  Future<Answer> send(Pod pod, Parcel parcel) {
    boolean whole = parcel.base() == null;
    MultiMap fields =
        fields().set("content-type", PushCodec.MEDIA_TYPE).set("content-digest", parcel.digest());
    if (!whole) {
      fields.set("if-match", "\"" + parcel.base() + "\"");
    }
    if (parcel.gzip()) {
      fields.set("content-encoding", "gzip");
    }
    return whole
        ? exchange(HttpMethod.PUT, pod, fields, parcel.body(), wholeTimeout)
        : exchange(HttpMethod.PATCH, pod, fields, parcel.body(), timeout);
  }

  void close() {
    plain.close();
    if (secured != null) {
      secured.close();
    }
  }

  private static MultiMap fields() {
    return MultiMap.caseInsensitiveMultiMap().set("user-agent", "gatehouse-operator");
  }

  private Future<Answer> exchange(
      HttpMethod method, Pod pod, MultiMap fields, Buffer body, Duration within) {
    URI address = pod.pushAddress();
    HttpClient client = "https".equals(address.getScheme()) ? secured : plain;
    if (client == null) {
      return Future.succeededFuture(
          new Answer.Lost("NO_IDENTITY", "this operator has no certificate to push under yet"));
    }
    Future<HttpClientRequest> request =
        client.request(
            new RequestOptions()
                .setMethod(method)
                .setHost(address.getHost().replaceAll("[\\[\\]]", ""))
                .setPort(address.getPort())
                .setURI("/v1/snapshot")
                .setHeaders(fields));
    return request
        .compose(opened -> opened.send(body).compose(PodClient::whole))
        // One bound from first to last: the client's own starts anew with every byte.
        .timeout(within.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(_ -> request.onSuccess(HttpClientRequest::reset))
        .recover(failure -> Future.succeededFuture(lost(failure)));
  }

  private static Future<Answer> whole(HttpClientResponse response) {
    Promise<Answer> answer = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          if (body.length() + part.length() > MAX_ANSWER) {
            answer.tryComplete(
                new Answer.Lost(
                    "UNEXPECTED_ANSWER", "answers with more than " + MAX_ANSWER + " bytes"));
            response.request().reset();
          } else {
            body.appendBuffer(part);
          }
        });
    response.exceptionHandler(answer::tryFail);
    response.endHandler(_ -> answer.tryComplete(read(response.statusCode(), body.getBytes())));
    return answer.future();
  }

  private static Answer read(int status, byte[] body) {
    try {
      if (status == 200) {
        return new Answer.Serves(PushCodec.readAck(body));
      }
      PushProblem problem = PushCodec.readProblem(body);
      return new Answer.Refuses(status, problem.reason(), problem.message());
    } catch (IOException e) {
      return new Answer.Lost("UNEXPECTED_ANSWER", "status " + status + ": " + e.getMessage());
    }
  }

  private static Answer lost(Throwable failure) {
    String untrusted = untrusted(failure);
    if (untrusted != null) {
      return new Answer.Lost("UNTRUSTED", untrusted);
    }
    String reason = failure instanceof TimeoutException ? "TIMEOUT" : UNREACHABLE;
    return new Answer.Lost(reason, String.valueOf(failure.getMessage()));
  }

  /** What one end has against the other; null where it is another failure. */
  private static @Nullable String untrusted(Throwable failure) {
    String found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotSslRecordException) {
        // Its own words quote whatever came.
        return "speaks no TLS";
      }
      if (cause instanceof CertificateException) {
        return String.valueOf(cause.getMessage());
      }
      if (cause instanceof SSLException) {
        found = String.valueOf(cause.getMessage());
      }
    }
    return found;
  }
}
