package dev.rnn4j.core.model;

import dev.rnn4j.core.head.BeamSearch;
import dev.rnn4j.core.head.Continuations;
import dev.rnn4j.core.head.Hypothesis;
import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import java.util.List;

/** How an {@link EncoderDecoder} finds targets. Shared by any number of threads. */
public interface TargetSearch {
  /** {@return the most hypotheses of a source at a time} */
  int width();

  /**
   * Searches.
   *
   * @param model whose first beginnings are the sources, one each
   * @param end the token that begins and ends a target
   * @param limits for each source the most tokens of a target, without the end
   * @param numbers for each source, which of those it is that were given to be decoded
   * @return for each source what was found, best first; at least one
   */
  List<List<Hypothesis>> search(Continuations model, int end, int[] limits, int[] numbers);

  /**
   * The most probable token after token: quick, and a little worse than {@link #beam}.
   *
   * @return a search
   */
  static TargetSearch greedy() {
    return beam(1, 0);
  }

  /**
   * A beam search, see {@link BeamSearch}.
   *
   * @param width how many beginnings to keep, 1 or more
   * @param lengthPower how much the length of a target is corrected for, 0 for not
   * @return a search
   */
  static TargetSearch beam(int width, double lengthPower) {
    var _ = new BeamSearch(width, lengthPower, 0, 0); // which checks both
    return new TargetSearch() {
      @Override
      public int width() {
        return width;
      }

      @Override
      public List<List<Hypothesis>> search(
          Continuations model, int end, int[] limits, int[] numbers) {
        return new BeamSearch(width, lengthPower, end, end).search(model, limits);
      }
    };
  }

  /**
   * Draws targets, see {@link Sampler}. What is drawn for a source depends on its number and not on
   * what is decoded beside it.
   *
   * @param temperature 0 for the most probable token always, 1 for the model's own distribution
   * @param topK how many tokens to keep; 0 for all
   * @param topP probability to keep, above 0 to 1
   * @param samples how many targets to draw for each source, 1 or more
   * @param seed of all that is drawn
   * @return a search
   */
  static TargetSearch sampled(double temperature, int topK, double topP, int samples, long seed) {
    var _ = new Sampler(temperature, topK, topP); // which checks them
    return new TargetSearch() {
      @Override
      public int width() {
        return samples;
      }

      @Override
      public List<List<Hypothesis>> search(
          Continuations model, int end, int[] limits, int[] numbers) {
        RandomSource[] random =
            Arrays.stream(numbers)
                .mapToObj(number -> new RandomSource(RandomSource.derive(seed, number)))
                .toArray(RandomSource[]::new);
        return new SampledSearch(new Sampler(temperature, topK, topP), end, end)
            .search(model, limits, samples, random);
      }
    };
  }
}
