package dev.gatehouse.e2e.cluster;

import dev.gatehouse.e2e.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1, one request after the other. */
final class Http1Client implements LoadClient {
  private final InetSocketAddress gateway;
  private @Nullable RawClient connection;

  Http1Client(InetSocketAddress gateway) {
    this.gateway = gateway;
  }

  @Override
  public Outcome ask(Question question) throws IOException {
    try {
      RawClient.Answer answer = connection().ask(request(question));
      if (answer.status() != 200) {
        throw new IOException("answer " + answer.head() + Question.shortened(answer.body()));
      }
      question.check(answer.body());
      return Outcome.ANSWERED;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private RawClient connection() throws IOException {
    if (connection == null) {
      connection = new RawClient(gateway);
    }
    return connection;
  }

  private static String request(Question question) {
    String head = " HTTP/1.1\r\nhost: shop.example\r\nx-id: " + question.id() + "\r\n";
    if (!question.posts()) {
      return "GET " + question.target("/") + head + "\r\n";
    }
    String body = question.body();
    return "POST /" + head + "content-length: " + body.length() + "\r\n\r\n" + body;
  }

  @Override
  public void close() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
