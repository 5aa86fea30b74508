package dev.rnn4j.train.data;

import dev.rnn4j.core.text.EncodedText;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.core.text.Vocabulary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text as the ids of its tokens, cut as {@link TextEncoder} does, with what training wants to
 * know of it. A word that is spelled {@link Vocabulary#UNK} in the text is that token and does not
 * count as out of vocabulary.
 */
public final class Corpus {
  private final Vocabulary vocabulary;
  private final EncodedText text;

  private Corpus(Vocabulary vocabulary, EncodedText text) {
    this.vocabulary = vocabulary;
    this.text = text;
  }

  /**
   * Encodes a text at the level of the vocabulary.
   *
   * @param text the text; an empty one gives a corpus of no tokens
   * @param vocabulary the known tokens
   * @return its tokens
   * @throws IllegalArgumentException if a token is unknown to a vocabulary without {@link
   *     Vocabulary#UNK}
   */
  public static Corpus of(String text, Vocabulary vocabulary) {
    return new Corpus(vocabulary, new TextEncoder(vocabulary).encode(text));
  }

  /**
   * Reads and encodes a text file, see {@link TextInput#read}.
   *
   * @param path the file
   * @param vocabulary the known tokens
   * @return its tokens, at least one
   * @throws CorpusException if the file cannot be read as text
   */
  public static Corpus read(Path path, Vocabulary vocabulary) throws CorpusException {
    return of(TextInput.file(path).read(), vocabulary);
  }

  /** {@return the ids of all tokens: this corpus's own array; read it, do not write to it} */
  public int[] ids() {
    return text.ids();
  }

  /** {@return how many tokens there are, line ends included} */
  public int size() {
    return text.size();
  }

  /** {@return the vocabulary the text was encoded with} */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** {@return how many lines there are; a last line without a line end counts} */
  public int lines() {
    int ended = count(vocabulary.startId()) - spelledLineEnds();
    int last = size() - 1;
    boolean open =
        last >= 0 && (ids()[last] != vocabulary.startId() || text.isSpelledLineEnd(last));
    return open ? ended + 1 : ended;
  }

  /**
   * {@return how many tokens are {@link Vocabulary#UNK}, whether spelled so in the text or out of
   * vocabulary}
   */
  public int unknownTokens() {
    return count(vocabulary.unknownId());
  }

  /** {@return how many tokens of the text are not in the vocabulary} */
  public int outOfVocabulary() {
    return text.outOfVocabulary();
  }

  /**
   * Counts the words that are spelled {@link Vocabulary#EOS}. They are that token, as if a line had
   * ended, but end no line.
   *
   * @return how many there are; none at character level
   */
  public int spelledLineEnds() {
    return text.spelledLineEnds();
  }

  /**
   * Cuts the corpus in two.
   *
   * @param token where the second part begins, 1 to {@code size() - 1}
   * @return both parts, with this vocabulary
   * @throws IllegalArgumentException if one would be empty
   */
  public List<Corpus> splitAt(int token) {
    if (token < 1 || token >= size()) {
      throw new IllegalArgumentException(
          "%d tokens can be split at 1 to %d, not at %d".formatted(size(), size() - 1, token));
    }
    return List.of(part(0, token), part(token, size()));
  }

  /**
   * Cuts the corpus into consecutive parts: {@code split(0.9)} holds out the last tenth, {@code
   * split(0.9, 0.95)} gives parts for training, validation and test. Part k ends before token
   * floor(N * boundary), computed in decimals, so that 0.9 is exactly nine tenths.
   *
   * @param boundaries fractions strictly between 0 and 1, ascending
   * @return one part more than there are boundaries, all with this vocabulary
   * @throws IllegalArgumentException if the boundaries are not ascending fractions or a part would
   *     be empty
   */
  public List<Corpus> split(double... boundaries) {
    List<Corpus> parts = new ArrayList<>();
    int from = 0;
    for (double boundary : boundaries) {
      int to = boundaryIndex(boundary);
      parts.add(nonEmptyPart(from, to, boundaries));
      from = to;
    }
    parts.add(nonEmptyPart(from, size(), boundaries));
    return List.copyOf(parts);
  }

  private int boundaryIndex(double boundary) {
    if (!(boundary > 0 && boundary < 1)) {
      throw new IllegalArgumentException(
          "a boundary of a split must be a fraction between 0 and 1, not " + boundary);
    }
    return BigDecimal.valueOf(boundary)
        .multiply(BigDecimal.valueOf(size()))
        .setScale(0, RoundingMode.FLOOR)
        .intValueExact();
  }

  private Corpus nonEmptyPart(int from, int to, double[] boundaries) {
    if (from >= to) {
      throw new IllegalArgumentException(
          "splitting %d tokens at %s leaves an empty part; use ascending boundaries or more text"
              .formatted(size(), Arrays.toString(boundaries)));
    }
    return part(from, to);
  }

  private Corpus part(int from, int to) {
    return new Corpus(vocabulary, text.part(from, to));
  }

  private int count(int wanted) {
    int count = 0;
    for (int id : ids()) {
      if (id == wanted) {
        count++;
      }
    }
    return count;
  }

  @Override
  public String toString() {
    return "Corpus of " + size() + " tokens, " + vocabulary;
  }
}
