package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.page.Numbers;
import dev.rnn4j.cli.report.page.Shades;
import dev.rnn4j.core.text.TextDecoder;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.core.text.Vocabulary;
import java.io.PrintWriter;

/** Shows tokens on coloured backgrounds, on a terminal of 256 colours. */
final class TerminalColours implements ExplainCommand.Receiver {
  /** From pale to strong, all light enough for black letters; the hues of a page. */
  private static final int[] POSITIVE = {195, 153, 117, 75, 33};

  private static final int[] NEGATIVE = {223, 222, 216, 215, 208};
  private static final String ON = "\u001b[30;48;5;%dm%s\u001b[0m";
  private static final String LINE_END = "\u21b5";

  private final PrintWriter out;
  private final Shades shades;
  private final TextDecoder text;

  TerminalColours(PrintWriter out, Vocabulary vocabulary, Shades shades) {
    this.out = out;
    this.shades = shades;
    text = new TextDecoder(vocabulary);
  }

  /** A line that says what the colours mean. */
  void legend(String name) {
    out.print(name + "  ");
    for (double value : shades.legend()) {
      out.print(shaded(" " + Numbers.of(value) + " ", value));
    }
    out.println();
    out.println();
  }

  @Override
  public void token(int id, double value) {
    String shown = VisibleText.lines(text.next(id));
    if (text.isAtLineStart()) {
      out.println(shaded(LINE_END, value)); // a line end would colour the rest of the line
    } else {
      out.print(shaded(shown, value));
    }
  }

  private String shaded(String shown, double value) {
    double shade = shades.of(value);
    int step = (int) Math.min(POSITIVE.length, Math.abs(shade) * (POSITIVE.length + 1));
    int[] colours = shade < 0 ? NEGATIVE : POSITIVE;
    return step == 0 ? shown : Text.format(ON, colours[step - 1], shown);
  }
}
