package dev.rnn4j.cli.report;

import dev.rnn4j.train.data.Corpus;
import java.util.ArrayList;
import java.util.List;

/** The {@link TextNotes} of a text that is read line by line. */
public final class LineNotes {
  private long lines;
  private boolean returns;
  private long spelledLineEnds;
  private long spelledUnknown;

  /** Takes the next line and its tokens. */
  public void add(String line, Corpus corpus) {
    returns = lines == 0 && TextNotes.isLineWithReturns(line);
    lines++;
    spelledLineEnds += corpus.spelledLineEnds();
    spelledUnknown += corpus.unknownTokens() - corpus.outOfVocabulary();
  }

  /** {@return how many lines there were} */
  public long lines() {
    return lines;
  }

  /** Notes on all lines together, each a sentence; usually none. */
  public List<String> of(String name) {
    List<String> notes = new ArrayList<>();
    if (returns) {
      notes.add(TextNotes.returns(name));
    }
    notes.addAll(TextNotes.spelled(name, spelledLineEnds, spelledUnknown));
    return notes;
  }
}
