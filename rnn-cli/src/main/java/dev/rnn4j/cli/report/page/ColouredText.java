package dev.rnn4j.cli.report.page;

import dev.rnn4j.core.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/**
 * A text whose tokens are coloured by a value each, which shows when one points at them. Where the
 * range begins below zero, negative values have a colour of their own, and zero has none.
 */
public final class ColouredText implements Block {
  private static final int MAX_TOKEN = 1000;
  private static final double STRONG = 0.6;
  private static final int LEGEND = 5;

  private record Token(String text, double value) {}

  private final String title;
  private final String valueName;
  private final double low;
  private final double high;
  private final List<Token> tokens = new ArrayList<>();

  /** Values of {@code low}, or of zero, have no colour; those of {@code high} the strongest. */
  public ColouredText(String title, String valueName, double low, double high) {
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException("no range: from " + low + " to " + high);
    }
    this.title = title;
    this.valueName = valueName;
    this.low = low;
    this.high = high;
  }

  /** Adds a token as it stands in the text, with the space around it. */
  public ColouredText token(String text, double value) {
    tokens.add(new Token(text, value));
    return this;
  }

  @Override
  public void writeTo(Html html) {
    html.open("figure").element("figcaption", title);
    html.open("p", "class", "legend").text(valueName + " ").open("span", "class", "ramp");
    for (int i = 0; i < LEGEND; i++) {
      double value = low + (high - low) * i / (LEGEND - 1);
      span(html, " " + Numbers.of(value) + " ", value);
    }
    html.close().close().newline().open("p", "class", "coloured");
    for (Token token : tokens) {
      span(html, VisibleText.lines(limited(token.text)).replace("\n", "\u21b5\n"), token.value);
    }
    html.close().close();
  }

  private void span(Html html, String text, double value) {
    double shade = shade(value);
    String kind = (shade < 0 ? "v wrong" : "v") + (Math.abs(shade) > STRONG ? " strong" : "");
    String style = "--v:" + Numbers.share(Math.abs(shade));
    String says = valueName + " " + Numbers.of(value);
    html.element("span", text, "class", kind, "style", style, "title", says);
  }

  /** From -1 to 1; 0 for a value that is missing. */
  private double shade(double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    return low < 0
        ? Math.clamp(value / Math.max(-low, Math.abs(high)), -1, 1)
        : Math.clamp((value - low) / (high - low), 0, 1);
  }

  private static String limited(String token) {
    return token.length() <= MAX_TOKEN ? token : VisibleText.of(token, MAX_TOKEN);
  }
}
