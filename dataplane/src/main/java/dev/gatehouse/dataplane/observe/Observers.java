package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import org.jspecify.annotations.Nullable;

/** Two observers as one. */
public record Observers(Observer first, Observer second) implements Observer {
  @Override
  public void connectionOpened(Side side) {
    first.connectionOpened(side);
    second.connectionOpened(side);
  }

  @Override
  public void connectionClosed(Side side) {
    first.connectionClosed(side);
    second.connectionClosed(side);
  }

  @Override
  public void tunnelOpened() {
    first.tunnelOpened();
    second.tunnelOpened();
  }

  @Override
  public void tunnelClosed() {
    first.tunnelClosed();
    second.tunnelClosed();
  }

  @Override
  public void connectionCut(String peer, ConnectionCut why) {
    first.connectionCut(peer, why);
    second.connectionCut(peer, why);
  }

  @Override
  public void started(Exchange exchange) {
    first.started(exchange);
    second.started(exchange);
  }

  @Override
  public void finished(Exchange exchange, Outcome outcome) {
    first.finished(exchange, outcome);
    second.finished(exchange, outcome);
  }

  @Override
  public void refused(String peer, Reason reason, int status, @Nullable String detail) {
    first.refused(peer, reason, status, detail);
    second.refused(peer, reason, status, detail);
  }
}
