package dev.rnn4j.cli.report.page;

import dev.rnn4j.core.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** A text whose tokens are coloured by a value each, which shows when one points at them. */
public final class ColouredText implements Block {
  private static final int MAX_TOKEN = 1000;
  private static final double STRONG = 0.6;

  /** What shows a line end. */
  private static final String RETURN = "\u21b5";

  private record Token(String text, double value) {}

  private final String title;
  private final String valueName;
  private final Shades shades;
  private final List<Token> tokens = new ArrayList<>();

  public ColouredText(String title, String valueName, Shades shades) {
    this.title = title;
    this.valueName = valueName;
    this.shades = shades;
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
    for (double value : shades.legend()) {
      span(html, " " + Numbers.of(value) + " ", value);
    }
    html.close().close().newline().open("p", "class", "coloured");
    for (Token token : tokens) {
      span(html, VisibleText.lines(limited(token.text)).replace("\n", RETURN + "\n"), token.value);
    }
    html.close().close();
  }

  private void span(Html html, String text, double value) {
    double shade = shades.of(value);
    String kind =
        (shade < 0 ? "v wrong" : "v")
            + (Math.abs(shade) > STRONG ? " strong" : "")
            + (text.startsWith(RETURN) ? " end" : "");
    String style = "--v:" + Numbers.share(Math.abs(shade));
    String says = valueName + " " + Numbers.of(value);
    html.element("span", text, "class", kind, "style", style, "title", says);
  }

  private static String limited(String token) {
    return token.length() <= MAX_TOKEN ? token : VisibleText.of(token, MAX_TOKEN);
  }
}
