package dev.rnn4j.train.data;

/**
 * Which column of a table is meant: by its name in the first row, or by its number in a table that
 * has no such row.
 *
 * @param name the name; of a numbered column its number
 * @param number from 1; 0 if it is named
 */
public record Column(String name, int number) {
  /**
   * A column as users write it.
   *
   * @param text a name, or a number from 1
   * @return the column
   * @throws IllegalArgumentException for a number that is none of a column
   */
  public static Column of(String text) {
    if (!text.matches("[0-9]+")) {
      return new Column(text, 0);
    }
    if (!text.matches("0*[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("columns are numbered 1 to 999999, not " + text);
    }
    return new Column(text, Integer.parseInt(text));
  }

  /** {@return whether it is named} */
  public boolean isNamed() {
    return number == 0;
  }
}
