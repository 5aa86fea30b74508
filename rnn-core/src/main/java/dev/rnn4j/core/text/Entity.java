package dev.rnn4j.core.text;

/**
 * Some words of a sentence that name something together.
 *
 * @param type of what they name, such as "PER"; may be empty
 * @param from number of the first word
 * @param to number of the word after the last
 */
public record Entity(String type, int from, int to) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException unless 0 &lt;= from &lt; to
   */
  public Entity {
    if (from < 0 || from >= to) {
      throw new IllegalArgumentException(
          "an entity needs one word or more, not those from " + from + " to " + to);
    }
  }
}
