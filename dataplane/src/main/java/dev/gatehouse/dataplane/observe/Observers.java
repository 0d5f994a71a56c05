package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.ConnectionRefusal;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;

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
  public void connectionRefused(String peer, ConnectionRefusal why) {
    first.connectionRefused(peer, why);
    second.connectionRefused(peer, why);
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
  public void refused(String peer, Reason reason) {
    first.refused(peer, reason);
    second.refused(peer, reason);
  }
}
