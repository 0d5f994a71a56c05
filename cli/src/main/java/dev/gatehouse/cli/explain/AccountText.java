package dev.gatehouse.cli.explain;

import dev.gatehouse.cli.explain.Account.Loser;
import dev.gatehouse.cli.explain.Account.Rule;
import dev.gatehouse.cli.explain.Account.Share;
import dev.gatehouse.cli.trial.FilterStep;
import dev.gatehouse.cli.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An account for people. */
public final class AccountText {
  private static final String INDENT = " ".repeat(10);

  private final List<String> lines = new ArrayList<>();

  private AccountText() {}

  /** The text, line by line. */
  public static List<String> of(Account account) {
    var text = new AccountText();
    text.add("request", account.method() + " " + account.url());
    text.host(account.host(), account.decidedBy());
    text.rule(account.winner());
    text.filters(account.filters());
    text.outcome(account);
    account.backends().forEach(text::share);
    text.losers(account.losers());
    return text.lines;
  }

  private void host(@Nullable String host, @Nullable String decidedBy) {
    if (host == null) {
      return;
    }
    if (decidedBy == null) {
      add("host", host + ", which no route claims");
    } else {
      add("host", decidedBy.equals(host) ? host : "%s, by %s".formatted(host, decidedBy));
    }
  }

  private void rule(@Nullable Rule rule) {
    if (rule == null) {
      add("rule", "none");
      return;
    }
    add("rule", rule.name() + at(rule.place()));
    lines.add(INDENT + rule.match());
  }

  private void filters(List<FilterStep> filters) {
    for (int i = 0; i < filters.size(); i++) {
      FilterStep step = filters.get(i);
      String effects =
          step.effects().isEmpty() ? "changes nothing" : String.join("; ", step.effects());
      add(i == 0 ? "filters" : "", step.type() + ": " + effects);
    }
  }

  private void outcome(Account account) {
    Trial.Forwarded forwarded = account.forwarded();
    if (forwarded == null) {
      Trial.Answer answer = Objects.requireNonNull(account.answer());
      add("answer", answer.status() + " " + answer.reason());
      if (answer.detail() != null) {
        lines.add(INDENT + answer.detail());
      }
      answer
          .headers()
          .forEach((name, values) -> lines.add(INDENT + name + ": " + String.join(", ", values)));
      return;
    }
    add("forwards", forwarded.method() + " " + forwarded.path() + " to host " + forwarded.host());
    Rule rule = Objects.requireNonNull(account.winner());
    add("balances", rule.loadBalancer());
    add(
        "timeouts",
        "request %s, each try %s"
            .formatted(
                millis(rule.requestTimeoutMillis()), millis(rule.backendRequestTimeoutMillis())));
  }

  private void share(Share share) {
    String endpoints =
        share.endpoints().isEmpty()
            ? "no endpoint: requests are answered 503 NO_ENDPOINT"
            : String.join(", ", share.endpoints());
    add(
        "backend",
        "%s, weight %d (%s): %s"
            .formatted(
                share.name(),
                share.weight(),
                percent(share.percent()),
                share.problem() == null ? endpoints : share.problem()));
  }

  private void losers(List<Loser> losers) {
    for (int i = 0; i < losers.size(); i++) {
      Loser loser = losers.get(i);
      add(i == 0 ? "not" : "", loser.name() + at(loser.place()));
      lines.add(INDENT + loser.match() + ": " + loser.why());
    }
  }

  private void add(String label, String text) {
    lines.add(label + " ".repeat(INDENT.length() - label.length()) + text);
  }

  private static String at(@Nullable String place) {
    return place == null ? "" : " (" + place + ")";
  }

  private static String millis(long millis) {
    if (millis == 0) {
      return "unbounded";
    }
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  private static String percent(double percent) {
    return String.format(
        Locale.ROOT, percent == Math.rint(percent) ? "%.0f %%" : "%.1f %%", percent);
  }
}
