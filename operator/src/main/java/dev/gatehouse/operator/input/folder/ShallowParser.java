package dev.gatehouse.operator.input.folder;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/** Ends a text that is nested too deep, before whoever composes it by recursion has no stack. */
final class ShallowParser implements Parser {
  /** Far more than any object has. */
  static final int MAX_DEPTH = 100;

  static final String TOO_DEEP = "is nested more than " + MAX_DEPTH + " levels deep";

  private final Parser parser;
  private int depth;

  /** Found where the level begins that is one too many. */
  static final class TooDeep extends MarkedYamlEngineException {
    private static final long serialVersionUID = 1L;

    TooDeep(Optional<Mark> mark) {
      super("", Optional.empty(), TOO_DEEP, mark);
    }
  }

  ShallowParser(Parser parser) {
    this.parser = parser;
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event.getEventId()) {
      case SequenceStart, MappingStart -> {
        if (++depth > MAX_DEPTH) {
          throw new TooDeep(event.getStartMark());
        }
      }
      case SequenceEnd, MappingEnd -> depth--;
      case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Alias, Scalar, Comment -> {}
    }
    return event;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }
}
