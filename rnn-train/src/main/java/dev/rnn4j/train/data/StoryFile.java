package dev.rnn4j.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Stories as lines of a text: the story, the question and the answer, between tabs. */
public final class StoryFile {
  private static final String TAB = "\t";

  private StoryFile() {}

  /**
   * Reads all of them.
   *
   * @param text where they stand; lines without any character are skipped
   * @return one or more
   * @throws CorpusException if the text cannot be read, a line has another number of columns, an
   *     answer is empty, or there are no stories
   */
  public static List<Story> read(TextInput text) throws CorpusException {
    List<Story> stories = new ArrayList<>();
    long number = 0;
    try (TextLines lines = text.lines()) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        number++;
        String row = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (!row.isEmpty()) {
          stories.add(story(text, number, row));
        }
      }
    } catch (CorpusException e) {
      throw e;
    } catch (IOException e) {
      throw new CorpusException(text + " cannot be read: " + e.getMessage(), e);
    }
    if (stories.isEmpty()) {
      throw new CorpusException(
          text + " has no stories; give a story, a question and an answer on each line");
    }
    return List.copyOf(stories);
  }

  private static Story story(TextInput text, long number, String line) throws CorpusException {
    String[] columns = line.split(TAB, -1);
    if (columns.length != 3 || columns[2].isBlank()) {
      String found =
          columns.length == 3 ? "an empty answer" : columns.length + columns(columns.length);
      throw new CorpusException(
          "%s has %s in line %d; give a story, a question and its answer, with tabs between them"
              .formatted(text, found, number));
    }
    return new Story(List.of(columns[0]), columns[1], columns[2].strip());
  }

  private static String columns(int count) {
    return count == 1 ? " column" : " columns";
  }

  /**
   * The story and the question of a line, which may have an answer after them.
   *
   * @param name of the text, for the message
   * @param number of the line, from 1
   * @param line without its end
   * @return both, and the answer, which is empty if the line has none
   * @throws CorpusException if the line has another number of columns
   */
  public static Story question(String name, long number, String line) throws CorpusException {
    String[] columns = line.split(TAB, -1);
    if (columns.length != 2 && columns.length != 3) {
      throw new CorpusException(
          "%s has %d%s in line %d; give a story and a question, with a tab between them"
              .formatted(name, columns.length, columns(columns.length), number));
    }
    String answer = columns.length == 3 ? columns[2].strip() : "";
    return new Story(List.of(columns[0]), columns[1], answer);
  }
}
