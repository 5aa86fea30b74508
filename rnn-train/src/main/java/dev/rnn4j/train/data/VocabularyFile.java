package dev.rnn4j.train.data;

import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.core.text.WordScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A vocabulary as a text file with one token a line, in the order of the ids. At character level
 * the two characters that would end or blur a line are written as {@code \n} and {@code \r}; as all
 * other tokens there are single characters, no confusion arises.
 */
public final class VocabularyFile {
  private static final String ESCAPED_NEWLINE = "\\n";
  private static final String ESCAPED_RETURN = "\\r";

  private VocabularyFile() {}

  /**
   * Reads a vocabulary. The two special tokens are added at the end if the file lacks them, so a
   * plain list of words will do. Lines may end with "\n" or "\r\n".
   *
   * @param path the file, UTF-8, plain or gzip
   * @param level what one token is
   * @return the vocabulary
   * @throws CorpusException if the file cannot be read as text, or a line is not a token or repeats
   *     one; the message has the number of the line
   */
  public static Vocabulary read(Path path, Level level) throws CorpusException {
    return read(TextInput.file(path), level);
  }

  /**
   * Reads a vocabulary from anywhere, as {@link #read(Path, Level)} does from a file.
   *
   * @param input one token a line
   * @param level what one token is
   * @return the vocabulary
   * @throws CorpusException if the text cannot be read, or a line is not a token or repeats one;
   *     the message has the number of the line
   */
  public static Vocabulary read(TextInput input, Level level) throws CorpusException {
    String text = input.read();
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (text.endsWith("\n")) {
      lines.removeLast();
    }
    Map<String, Integer> lineOf = new HashMap<>();
    List<String> tokens = new ArrayList<>();
    for (int line = 1; line <= lines.size(); line++) {
      String token = token(lines.get(line - 1), level);
      check(input, line, token, level);
      Integer earlier = lineOf.putIfAbsent(token, line);
      if (earlier != null) {
        throw new CorpusException(
            "%s, line %d: the token on line %d is repeated; remove one of them"
                .formatted(input, line, earlier));
      }
      tokens.add(token);
    }
    for (String special : List.of(level.lineEnd(), Vocabulary.UNK)) {
      if (!lineOf.containsKey(special)) {
        tokens.add(special);
      }
    }
    return new Vocabulary(level, tokens);
  }

  /**
   * Writes a vocabulary so that {@link #read} gives an equal one.
   *
   * @param path the file, overwritten if it exists
   * @param vocabulary what to write
   * @throws CorpusException if the file cannot be written
   */
  public static void write(Path path, Vocabulary vocabulary) throws CorpusException {
    StringBuilder text = new StringBuilder();
    for (String token : vocabulary.tokens()) {
      text.append(escaped(token)).append('\n');
    }
    try {
      Files.writeString(path, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CorpusException(path + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static String token(String line, Level level) {
    String token = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    if (level == Level.CHARACTER) {
      return switch (token) {
        case ESCAPED_NEWLINE -> "\n";
        case ESCAPED_RETURN -> "\r";
        default -> token;
      };
    }
    return token;
  }

  private static String escaped(String token) {
    return switch (token) {
      case "\n" -> ESCAPED_NEWLINE;
      case "\r" -> ESCAPED_RETURN;
      default -> token;
    };
  }

  private static void check(TextInput input, int line, String token, Level level)
      throws CorpusException {
    if (token.isEmpty()) {
      throw new CorpusException(input + ", line " + line + ": no token; remove the empty line");
    }
    if (level == Level.WORD && token.chars().anyMatch(c -> WordScanner.isWhiteSpace((char) c))) {
      throw new CorpusException(
          "%s, line %d: \"%s\" contains white space; give one word a line and nothing else"
              .formatted(input, line, VisibleText.of(token)));
    }
    if (level == Level.CHARACTER
        && token.codePointCount(0, token.length()) != 1
        && !token.equals(Vocabulary.UNK)) {
      throw new CorpusException(
          "%s, line %d: \"%s\" is not one character; give one a line, a newline as \\n"
              .formatted(input, line, VisibleText.of(token)));
    }
  }
}
