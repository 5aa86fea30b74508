package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.Corpus;
import java.util.ArrayList;
import java.util.List;

/** What is said of a text that is probably not as whoever gave it thinks. */
public final class TextNotes {
  private TextNotes() {}

  /** Notes on a text and its tokens, each a sentence; usually none. */
  public static List<String> of(String name, String text, Corpus corpus) {
    List<String> notes = new ArrayList<>();
    if (isLineWithReturns(text)) {
      notes.add(returns(name));
    }
    int spelledUnknown = corpus.unknownTokens() - corpus.outOfVocabulary();
    notes.addAll(spelled(name, corpus.spelledLineEnds(), spelledUnknown));
    return notes;
  }

  /** Notes on words that are spelled like the special tokens. */
  public static List<String> spelled(String name, long lineEnds, long unknown) {
    List<String> notes = new ArrayList<>();
    if (lineEnds > 0) {
      notes.add(spelled(name, lineEnds, Vocabulary.EOS, "the token that ends a line"));
    }
    if (unknown > 0) {
      notes.add(spelled(name, unknown, Vocabulary.UNK, "the token for unknown words"));
    }
    return notes;
  }

  private static String spelled(String name, long count, String token, String meaning) {
    return Text.format(
        "%,d of the words of %s are spelled %s and are read as %s", count, name, token, meaning);
  }

  /** Whether a text is a single line with returns inside, as texts of old Macs are. */
  public static boolean isLineWithReturns(String text) {
    int inside = text.indexOf('\r');
    int end = text.indexOf('\n');
    boolean singleLine = end < 0 || end == text.length() - 1;
    return singleLine && inside >= 0 && inside < text.stripTrailing().length();
  }

  /** The note on such a text. */
  public static String returns(String name) {
    return name
        + " is a single line with returns (CR) in it; if they should end lines, convert it with"
        + " tr '\\r' '\\n'";
  }
}
