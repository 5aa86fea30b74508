package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.cli.report.page.Shades;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalColoursTest {
  private static final Vocabulary CHARACTERS =
      new Vocabulary(Level.CHARACTER, List.of("\n", "a", "\u001b", Vocabulary.UNK));

  private final StringWriter printed = new StringWriter();

  private TerminalColours colours(Vocabulary vocabulary, double low, double high) {
    return new TerminalColours(new PrintWriter(printed), vocabulary, new Shades(low, high));
  }

  private static String on(int colour, String text) {
    return "\u001b[30;48;5;" + colour + "m" + text + "\u001b[0m";
  }

  @Test
  void coloursGrowStrongerWithTheValue() {
    TerminalColours colours = colours(CHARACTERS, 0, 12);
    for (double value : new double[] {0, 1.9, 2, 6, 10, 12, 99}) {
      colours.token(1, value);
    }
    assertEquals(
        "aa" + on(195, "a") + on(117, "a") + on(33, "a") + on(33, "a") + on(33, "a"),
        printed.toString());
  }

  @Test
  void negativeValuesHaveColoursOfTheirOwn() {
    TerminalColours colours = colours(CHARACTERS, -1, 1);
    colours.token(1, -1);
    colours.token(1, -0.1);
    colours.token(1, -0.2);
    colours.token(1, 1);
    assertEquals(on(208, "a") + "a" + on(223, "a") + on(33, "a"), printed.toString());
  }

  @Test
  void aLineEndIsSeenAndColoursNothingBehindIt() {
    TerminalColours colours = colours(CHARACTERS, 0, 1);
    colours.token(0, 1);
    colours.token(0, 0);
    assertEquals(String.format("%s%n\u21b5%n", on(33, "\u21b5")), printed.toString());
  }

  @Test
  void whatATerminalWouldObeyIsMadeVisible() {
    colours(CHARACTERS, 0, 1).token(2, 0);
    assertEquals("\\u001b", printed.toString());
  }

  @Test
  void wordsAreSetApart() {
    Vocabulary words = new Vocabulary(Level.WORD, List.of(Vocabulary.EOS, "the", "cat"));
    TerminalColours colours = colours(words, 0, 1);
    for (int id : new int[] {1, 2, 0, 2}) {
      colours.token(id, 0);
    }
    assertEquals(String.format("the cat\u21b5%ncat"), printed.toString());
  }

  @Test
  void theLegendNamesTheValueAndItsRange() {
    colours(CHARACTERS, -2, 2).legend("c");
    assertEquals(
        String.format(
            "c  %s%s 0 %s%s%n%n", on(208, " -2 "), on(216, " -1 "), on(117, " 1 "), on(33, " 2 ")),
        printed.toString());
  }
}
