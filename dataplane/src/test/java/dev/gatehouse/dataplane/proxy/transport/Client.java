package dev.gatehouse.dataplane.proxy.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A client that writes the bytes it is told to. */
final class Client implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  Client(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    in = socket.getInputStream();
  }

  Client send(String bytes) throws IOException {
    socket.getOutputStream().write(Message.bytes(bytes));
    return this;
  }

  /** The next answer; null if the connection has ended. */
  @Nullable Message answer() throws IOException {
    Message head = Message.readHead(in);
    if (head == null || head.status() == 100) {
      return head;
    }
    return head.readBody(in);
  }

  /** The next answer's head alone. */
  @Nullable Message answerHead() throws IOException {
    return Message.readHead(in);
  }

  Message get(String path) throws IOException {
    Message answer = send("GET " + path + " HTTP/1.1\r\nHost: a.example\r\n\r\n").answer();
    if (answer == null) {
      throw new IOException("no answer");
    }
    return answer;
  }

  Message post(String path, String body) throws IOException {
    Message answer =
        send("POST "
                + path
                + " HTTP/1.1\r\nHost: a.example\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .answer();
    if (answer == null) {
      throw new IOException("no answer");
    }
    return answer;
  }

  boolean ended() throws IOException {
    return in.read() < 0;
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
