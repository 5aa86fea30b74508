package dev.rnn4j.train.data;

import dev.rnn4j.core.text.VisibleText;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads sentences with or without tags one after the other, in memory that does not grow with the
 * file.
 */
public final class TaggedSentences implements Closeable {
  /** Words of the longest sentence; a longer one is a file without lines between sentences. */
  private static final int LONGEST = 50_000;

  private static final String DOCUMENT = "-DOCSTART-";

  private final TextInput input;
  private final TaggedFormat format;
  private final TextLines lines;
  private long line;

  private TaggedSentences(TextInput input, TaggedFormat format) throws CorpusException {
    this.input = input;
    this.format = format;
    lines = input.lines();
  }

  /**
   * Opens a file.
   *
   * @param input the text
   * @param format how it is written
   * @return its sentences, to be closed
   * @throws CorpusException if it cannot be opened
   */
  public static TaggedSentences open(TextInput input, TaggedFormat format) throws CorpusException {
    return new TaggedSentences(input, format);
  }

  /**
   * Reads a whole file.
   *
   * @param input the text
   * @param format how it is written
   * @return its sentences, one or more
   * @throws CorpusException if it cannot be read, a line is not of that format, or it has no
   *     sentences; the message has the number of the line
   */
  public static List<TaggedWords> read(TextInput input, TaggedFormat format)
      throws CorpusException {
    List<TaggedWords> all = new ArrayList<>();
    try (TaggedSentences sentences = open(input, format)) {
      for (TaggedWords next = sentences.next(); next != null; next = sentences.next()) {
        if (!next.words().isEmpty()) {
          all.add(next);
        }
      }
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw new CorpusException(input + " cannot be read: " + e.getMessage(), e);
    }
    if (all.isEmpty()) {
      throw new CorpusException(input + " has no sentences; write a word a line, with its tag");
    }
    return all;
  }

  /**
   * The next sentence; waits for it.
   *
   * @return the sentence, or null after the last one; only of {@link TaggedFormat.Kind#PLAIN} it
   *     may be empty
   * @throws CorpusException if the text cannot be read up to its end, or a line is not of the
   *     format
   */
  public @Nullable TaggedWords next() throws CorpusException {
    List<String> words = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    long characters = 0;
    for (String text = lines.next(); text != null; text = lines.next()) {
      line++;
      if (format.kind() == TaggedFormat.Kind.PLAIN) {
        return new TaggedWords(plain(text), List.of());
      }
      if (text.isBlank()) {
        if (!words.isEmpty()) {
          return new TaggedWords(words, tags);
        }
      } else if (!isPassedOver(text)) {
        characters += text.length();
        requireShort(words.size() + 1, characters);
        add(columns(text), words, tags);
      }
    }
    return words.isEmpty() ? null : new TaggedWords(words, tags);
  }

  private List<String> plain(String text) throws CorpusException {
    String stripped = strip(text);
    List<String> words = stripped.isEmpty() ? List.of() : List.of(stripped.split("[ \t\r]+"));
    if (words.size() > LONGEST) {
      throw new CorpusException(
          "%s, line %d: a sentence of more than %d words; write a sentence a line"
              .formatted(input, line, LONGEST));
    }
    return words;
  }

  /** Of a file without lines between sentences, or with the wrong kind of them. */
  private void requireShort(int words, long characters) throws CorpusException {
    if (words > LONGEST || characters > TextLines.MAX_LENGTH) {
      throw new CorpusException(
          "%s, line %d: a sentence of more than %d %s; put an empty line between sentences"
              .formatted(
                  input,
                  line,
                  words > LONGEST ? LONGEST : TextLines.MAX_LENGTH,
                  words > LONGEST ? "words" : "characters"));
    }
  }

  private static String strip(String text) {
    return text.replaceAll("^[ \t\r]+|[ \t\r]+$", "");
  }

  /** Comments; words that stand for several, and such that are not in the text. */
  private boolean isPassedOver(String text) {
    if (format.kind() == TaggedFormat.Kind.CONLL) {
      return text.startsWith(DOCUMENT);
    }
    if (format.kind() != TaggedFormat.Kind.CONLLU) {
      return false;
    }
    int tab = text.indexOf('\t');
    String id = tab < 0 ? text : text.substring(0, tab);
    return text.startsWith("#") || id.indexOf('-') > 0 || id.indexOf('.') > 0;
  }

  private String[] columns(String text) {
    return format.kind() == TaggedFormat.Kind.CONLL
        ? strip(text).split("[ \t]+")
        : (text.endsWith("\r") ? text.substring(0, text.length() - 1) : text).split("\t", -1);
  }

  private void add(String[] columns, List<String> words, List<String> tags) throws CorpusException {
    words.add(column(columns, format.wordColumn(), "word"));
    if (format.tagColumn() != 0) {
      tags.add(column(columns, format.tagColumn(), "tag"));
    }
  }

  private String column(String[] columns, int number, String what) throws CorpusException {
    int at = number > 0 ? number - 1 : columns.length + number;
    boolean same = number < 0 && at == format.wordColumn() - 1;
    if (at < 0 || at >= columns.length || same) {
      throw new CorpusException(
          "%s, line %d: no %s in column %d, there %s; say how the file is written and in which"
                  .formatted(input, line, what, number, counted(columns.length))
              + " columns words and tags stand");
    }
    if (columns[at].isEmpty()) {
      throw new CorpusException(
          "%s, line %d: the %s in column %d is empty: \"%s\""
              .formatted(input, line, what, number, VisibleText.of(String.join("\t", columns))));
    }
    return columns[at];
  }

  private static String counted(int columns) {
    return columns == 1 ? "is one column" : "are " + columns + " columns";
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
