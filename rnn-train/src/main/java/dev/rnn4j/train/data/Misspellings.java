package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Mistakes as hands make them on a keyboard: a neighbouring key, two letters exchanged, one
 * doubled, left out, or put in from next to where it belongs.
 */
final class Misspellings {
  /** Rows of keys; a key's neighbours are those beside it and the two nearest in the next rows. */
  private static final List<String> ROWS = List.of("qwertyuiop", "asdfghjkl", "zxcvbnm");

  private Misspellings() {}

  /** A word of two letters or more with one mistake; now and then it makes no difference. */
  static String misspelled(String word, RandomSource random) {
    StringBuilder wrong = new StringBuilder(word);
    int at = random.nextInt(word.length());
    switch (random.nextInt(5)) {
      case 0 -> wrong.setCharAt(at, neighbour(word.charAt(at), random));
      case 1 -> wrong.insert(at, neighbour(word.charAt(at), random));
      case 2 -> wrong.insert(at, word.charAt(at));
      case 3 -> wrong.deleteCharAt(at);
      default -> {
        int first = random.nextInt(word.length() - 1);
        wrong.setCharAt(first, word.charAt(first + 1));
        wrong.setCharAt(first + 1, word.charAt(first));
      }
    }
    return wrong.toString();
  }

  private static char neighbour(char key, RandomSource random) {
    List<Character> near = neighbours(key);
    return near.isEmpty() ? key : near.get(random.nextInt(near.size()));
  }

  /** Of a small letter; of anything else there are none. */
  static List<Character> neighbours(char key) {
    List<Character> near = new ArrayList<>();
    for (int row = 0; row < ROWS.size(); row++) {
      int column = ROWS.get(row).indexOf(key);
      if (column >= 0) {
        add(near, row, column - 1);
        add(near, row, column + 1);
        add(near, row - 1, column);
        add(near, row - 1, column + 1);
        add(near, row + 1, column - 1);
        add(near, row + 1, column);
      }
    }
    return near;
  }

  private static void add(List<Character> near, int row, int column) {
    if (row >= 0 && row < ROWS.size() && column >= 0 && column < ROWS.get(row).length()) {
      near.add(ROWS.get(row).charAt(column));
    }
  }
}
