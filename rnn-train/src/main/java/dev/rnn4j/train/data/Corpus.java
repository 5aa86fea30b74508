package dev.rnn4j.train.data;

import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A text as the ids of its tokens. At word level tokens are separated by ASCII white space and
 * every line ends with {@link Vocabulary#EOS}: also the last one if it lacks its newline, and a
 * blank line is nothing but that. At character level tokens are Unicode code points, line ends as
 * they are in the text. What the vocabulary does not contain becomes {@link Vocabulary#UNK}, or is
 * an error if it does not contain that either; a word that is spelled that way in the text is that
 * token and does not count as out of vocabulary.
 */
public final class Corpus {
  private final Vocabulary vocabulary;
  private final int[] ids;
  private final BitSet outOfVocabulary;
  private final BitSet spelledLineEnds;

  private Corpus(Vocabulary vocabulary, int[] ids, BitSet outOfVocabulary, BitSet spelledLineEnds) {
    this.vocabulary = vocabulary;
    this.ids = ids;
    this.outOfVocabulary = outOfVocabulary;
    this.spelledLineEnds = spelledLineEnds;
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
    return vocabulary.level() == Level.WORD
        ? ofWords(text, vocabulary)
        : ofCharacters(text, vocabulary);
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

  private static Corpus ofWords(String text, Vocabulary vocabulary) {
    int[] ids = new int[WordScanner.count(text)];
    BitSet unknown = new BitSet();
    BitSet spelled = new BitSet();
    WordScanner scanner = new WordScanner(text);
    for (int n = 0; scanner.advance(); n++) {
      String token = scanner.token();
      ids[n] = vocabulary.id(token);
      if (ids[n] == vocabulary.startId() && !scanner.isLineEnd()) {
        spelled.set(n);
      }
      if (ids[n] == vocabulary.unknownId() && !vocabulary.contains(token)) {
        unknown.set(n);
      }
    }
    return new Corpus(vocabulary, ids, unknown, spelled);
  }

  private static Corpus ofCharacters(String text, Vocabulary vocabulary) {
    int[] idOf = idsByCodePoint(vocabulary);
    int[] ids = new int[text.codePointCount(0, text.length())];
    BitSet unknown = new BitSet();
    int at = 0;
    for (int n = 0; n < ids.length; n++) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      int id = codePoint < idOf.length ? idOf[codePoint] : -1;
      ids[n] = id < 0 ? vocabulary.id(Character.toString(codePoint)) : id;
      if (id < 0) {
        unknown.set(n);
      }
    }
    return new Corpus(vocabulary, ids, unknown, new BitSet());
  }

  /** Ids indexed by code point, -1 where there is none: a string per character would be slow. */
  private static int[] idsByCodePoint(Vocabulary vocabulary) {
    int[] idOf = new int[0];
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      if (token.codePointCount(0, token.length()) == 1) {
        int codePoint = token.codePointAt(0);
        if (codePoint >= idOf.length) {
          int oldLength = idOf.length;
          idOf = Arrays.copyOf(idOf, Math.max(codePoint + 1, 2 * oldLength));
          Arrays.fill(idOf, oldLength, idOf.length, -1);
        }
        idOf[codePoint] = id;
      }
    }
    return idOf;
  }

  /**
   * The ids of all tokens.
   *
   * @return this corpus's own array, of length {@link #size()}; read it, do not write to it
   */
  public int[] ids() {
    return ids;
  }

  /**
   * How many tokens there are, line ends included.
   *
   * @return N
   */
  public int size() {
    return ids.length;
  }

  /**
   * What the ids mean.
   *
   * @return the vocabulary the text was encoded with
   */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * How many lines there are; a last line without a line end counts.
   *
   * @return the number of lines
   */
  public int lines() {
    int ended = count(vocabulary.startId()) - spelledLineEnds();
    int last = ids.length - 1;
    boolean open = last >= 0 && (ids[last] != vocabulary.startId() || spelledLineEnds.get(last));
    return open ? ended + 1 : ended;
  }

  /**
   * How many tokens are {@link Vocabulary#UNK}, whether spelled so in the text or out of
   * vocabulary.
   *
   * @return the number of such tokens
   */
  public int unknownTokens() {
    return count(vocabulary.unknownId());
  }

  /**
   * How many tokens of the text are not in the vocabulary.
   *
   * @return the number of such tokens
   */
  public int outOfVocabulary() {
    return outOfVocabulary.cardinality();
  }

  /**
   * How many words of the text are spelled {@link Vocabulary#EOS}. They are that token, as if a
   * line had ended, but end no line.
   *
   * @return the number of such tokens; none at character level
   */
  public int spelledLineEnds() {
    return spelledLineEnds.cardinality();
  }

  /**
   * Cuts the corpus in two.
   *
   * @param token where the second part begins, 1 to {@code size() - 1}
   * @return both parts, with this vocabulary
   * @throws IllegalArgumentException if one would be empty
   */
  public List<Corpus> splitAt(int token) {
    if (token < 1 || token >= ids.length) {
      throw new IllegalArgumentException(
          "%d tokens can be split at 1 to %d, not at %d"
              .formatted(ids.length, ids.length - 1, token));
    }
    return List.of(part(0, token), part(token, ids.length));
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
    parts.add(nonEmptyPart(from, ids.length, boundaries));
    return List.copyOf(parts);
  }

  private int boundaryIndex(double boundary) {
    if (!(boundary > 0 && boundary < 1)) {
      throw new IllegalArgumentException(
          "a boundary of a split must be a fraction between 0 and 1, not " + boundary);
    }
    return BigDecimal.valueOf(boundary)
        .multiply(BigDecimal.valueOf(ids.length))
        .setScale(0, RoundingMode.FLOOR)
        .intValueExact();
  }

  private Corpus nonEmptyPart(int from, int to, double[] boundaries) {
    if (from >= to) {
      throw new IllegalArgumentException(
          "splitting %d tokens at %s leaves an empty part; use ascending boundaries or more text"
              .formatted(ids.length, Arrays.toString(boundaries)));
    }
    return part(from, to);
  }

  private Corpus part(int from, int to) {
    return new Corpus(
        vocabulary,
        Arrays.copyOfRange(ids, from, to),
        outOfVocabulary.get(from, to),
        spelledLineEnds.get(from, to));
  }

  private int count(int wanted) {
    int count = 0;
    for (int id : ids) {
      if (id == wanted) {
        count++;
      }
    }
    return count;
  }

  @Override
  public String toString() {
    return "Corpus of " + ids.length + " tokens, " + vocabulary;
  }
}
