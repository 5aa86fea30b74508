package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A line and what is to be made of it: its translation, its summary, its right spelling.
 *
 * @param source what is read
 * @param target what is to be written
 */
public record TextPair(String source, String target) {
  /**
   * Draws generated pairs, each from a generator of its own: pair i is the same however many are
   * drawn.
   *
   * @param generator gives a pair for a source of chance
   * @param count how many
   * @param seed names the pairs
   * @param <E> what is generated
   * @return the pairs
   */
  public static <E> List<E> draw(Function<RandomSource, E> generator, int count, long seed) {
    List<E> pairs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pairs.add(generator.apply(new RandomSource(RandomSource.derive(seed, i))));
    }
    return pairs;
  }
}
