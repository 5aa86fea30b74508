package dev.rnn4j.train.data;

import java.util.List;

/**
 * A text with a question about it and the answer.
 *
 * @param sentences the text
 * @param question what is asked
 * @param answer one word, or a few that are always the same
 */
public record Story(List<String> sentences, String question, String answer) {
  /** Keeps a copy of the sentences. */
  public Story {
    sentences = List.copyOf(sentences);
  }

  /** {@return the sentences as one text} */
  public String text() {
    return String.join(" ", sentences);
  }

  /** {@return a line of a file: text, question and answer between tabs} */
  public String line() {
    return text() + "\t" + question + "\t" + answer;
  }
}
