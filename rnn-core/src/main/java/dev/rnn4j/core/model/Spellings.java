package dev.rnn4j.core.model;

import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The distinct words of a batch, so that each is spelled out once. */
final class Spellings {
  private final SequenceBatch words;
  private final int[] characters;
  private final int[] slots;

  private Spellings(SequenceBatch words, int[] characters, int[] slots) {
    this.words = words;
    this.characters = characters;
    this.slots = slots;
  }

  /** A word, compared by what is in it. */
  private static final class Word {
    private final int[] characters;

    Word(int[] characters) {
      this.characters = characters;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Word that && Arrays.equals(characters, that.characters);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(characters);
    }
  }

  /**
   * Finds them.
   *
   * @param sentences in the order in which they stand in the batch
   * @param batch of the sentences
   */
  static Spellings of(List<TaggedSentence> sentences, SequenceBatch batch) {
    Map<Word, Integer> found = new LinkedHashMap<>();
    int[] slots = new int[batch.rows()];
    for (int b = 0; b < sentences.size(); b++) {
      int[][] spelled = sentences.get(b).characters();
      if (spelled.length != batch.length(b)) {
        throw new IllegalArgumentException(
            "this tagger reads the characters of words; a sentence comes without");
      }
      for (int t = 0; t < spelled.length; t++) {
        int next = found.size();
        Integer earlier = found.putIfAbsent(new Word(spelled[t]), next);
        slots[batch.row(t, b)] = earlier == null ? next : earlier;
      }
    }
    List<Word> distinct =
        found.isEmpty() ? List.of(new Word(new int[0])) : List.copyOf(found.keySet());
    return of(distinct, slots);
  }

  private static Spellings of(List<Word> distinct, int[] slots) {
    SequenceOrder order =
        SequenceOrder.of(distinct.stream().mapToInt(word -> word.characters.length).toArray());
    SequenceBatch words = order.batch();
    int[] characters = new int[words.rows()];
    int[] places = new int[distinct.size()];
    for (int b = 0; b < places.length; b++) {
      places[order.given(b)] = b;
      int[] word = distinct.get(order.given(b)).characters;
      for (int t = 0; t < word.length; t++) {
        characters[words.row(t, b)] = word[t];
      }
    }
    Arrays.setAll(slots, r -> places[slots[r]]);
    return new Spellings(words, characters, slots);
  }

  /** The words as sequences of characters, the longest first; never none. */
  SequenceBatch words() {
    return words;
  }

  /** Ids of the characters, by row. */
  int[] characters() {
    return characters;
  }

  /** For each word of the batch, by row, which distinct one it is. */
  int[] slots() {
    return slots;
  }
}
