package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CacheOptions;
import dev.rnn4j.cli.option.InterpolationOptions;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.TextCut;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.eval.Interpolation;
import dev.rnn4j.train.eval.NeuralCache;
import dev.rnn4j.train.eval.NgramModel;
import dev.rnn4j.train.eval.Perplexity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a language model makes of a text: alone, with a neural cache, beside an n-gram model and
 * mixed with it. All predict the same tokens of the same text, each from those before it.
 */
public final class Measurements {
  private final LanguageModel model;
  private final Workers workers;
  private final Texts texts;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();

  /**
   * Nothing measured so far.
   *
   * @param model the model
   * @param workers who compute
   * @param texts what is read
   */
  public Measurements(LanguageModel model, Workers workers, Texts texts) {
    this.model = model;
    this.workers = workers;
    this.texts = texts;
  }

  /**
   * The texts that are read.
   *
   * @param test to measure on
   * @param train to count n-grams in; null for no n-gram model
   * @param valid to choose on what is not given; null if nothing is to be chosen
   */
  public record Texts(Corpus test, @Nullable Corpus train, @Nullable Corpus valid) {
    /** Tokens to choose on; none if nothing is. */
    int[] chosenOn() {
      return valid == null ? new int[0] : valid.ids();
    }
  }

  /**
   * Losses of the tokens of two texts.
   *
   * @param valid of the one to choose on; empty without one
   * @param test of the one that is measured
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Losses(double[] valid, double[] test) {
    double perplexity() {
      return Perplexity.of(test).value();
    }

    Losses mixed(Interpolation mixture, Losses other) {
      return new Losses(mixture.mix(valid, other.valid), mixture.mix(test, other.test));
    }
  }

  /**
   * Measures all that is asked for.
   *
   * @param cut what is read from the initial state on
   * @param streams read side by side, if it is streams
   * @param cache the neural cache, if any
   * @param ngrams the n-gram model, if any
   */
  public void measure(TextCut cut, int streams, CacheOptions cache, InterpolationOptions ngrams) {
    Losses losses =
        alone(
            cut == TextCut.STREAMS
                ? new Evaluator(model, workers, streams)
                : new Evaluator(model, workers, cut));
    if (cache.isGiven()) {
      losses = cached(losses, cache, cut);
    }
    if (texts.train() != null) {
      besideNgrams(losses, ngrams, texts.train());
    }
  }

  private Losses alone(Evaluator evaluator) {
    int[] ids = texts.test().ids();
    double[] test = new double[ids.length];
    Perplexity perplexity = evaluator.evaluate(ids, test);
    if (Double.isNaN(perplexity.totalLoss())) {
      throw new CliException("the model's predictions are not numbers; it is damaged");
    }
    int[] chosenOn = texts.chosenOn();
    double[] valid = new double[chosenOn.length];
    evaluator.evaluate(chosenOn, valid);
    values.put("tokens", perplexity.tokens());
    values.put("nats_per_token", perplexity.nats());
    values.put("bits_per_token", perplexity.bits());
    values.put("perplexity", perplexity.value());
    values.put("out_of_vocabulary", texts.test().outOfVocabulary());
    line("tokens", Text.format("%,d", perplexity.tokens()));
    String both = "%.4f nats, %.4f bits per token";
    line("cross-entropy", Text.format(both, perplexity.nats(), perplexity.bits()));
    line("perplexity", Text.perplexity(perplexity.value()));
    line("out of vocabulary", Text.format("%,d", texts.test().outOfVocabulary()));
    withoutUnknown(test);
    return new Losses(valid, test);
  }

  /** Of a text that has unknown words, spelled out or not. */
  private void withoutUnknown(double[] losses) {
    int unknown = texts.test().unknownTokens();
    values.put("unknown_tokens", unknown);
    if (unknown == 0) {
      return;
    }
    int id = model.vocabulary().unknownId();
    Perplexity known = Perplexity.without(id, texts.test().ids(), losses);
    values.put("perplexity_without_unknown", known.tokens() == 0 ? null : known.value());
    if (known.tokens() > 0) {
      String counted = Text.format(" on the %,d tokens that are not", known.tokens());
      line("without <unk>", Text.perplexity(known.value()) + counted);
    }
  }

  private Losses cached(Losses alone, CacheOptions options, TextCut cut) {
    NeuralCache cache = new NeuralCache(model, workers, options.size(), cut);
    double[][] valid = cache.losses(texts.chosenOn(), options.step(), options.choices()).cache();
    int best = 0;
    Interpolation mixture = mixture(options.lambda(), alone.valid(), valid[0]);
    for (int k = 1; k < valid.length; k++) {
      Interpolation other = mixture(options.lambda(), alone.valid(), valid[k]);
      if (perplexity(other, alone.valid(), valid[k])
          < perplexity(mixture, alone.valid(), valid[best])) {
        best = k;
        mixture = other;
      }
    }
    double theta = (best + 1) * options.step();
    double[] test = cache.losses(texts.test().ids(), theta, 1).cache()[0];
    Losses mixed = alone.mixed(mixture, new Losses(valid[best], test));
    Map<String, Object> chosen = new LinkedHashMap<>();
    chosen.put("size", options.size());
    chosen.put("theta", theta);
    chosen.put("lambda", mixture.weight());
    chosen.put("perplexity", mixed.perplexity());
    values.put("cache", chosen);
    line(
        "with a cache",
        Text.format(
            "%s, of %,d positions, theta %s, lambda %s",
            Text.perplexity(mixed.perplexity()),
            options.size(),
            Text.setting(theta),
            Text.setting(mixture.weight())));
    return mixed;
  }

  private static double perplexity(Interpolation mixture, double[] first, double[] second) {
    return Perplexity.of(mixture.mix(first, second)).value();
  }

  /** With the second model's weight that was given, or else the best. */
  private static Interpolation mixture(@Nullable Double given, double[] first, double[] second) {
    return given == null ? Interpolation.best(first, second) : new Interpolation(given);
  }

  private void besideNgrams(Losses neural, InterpolationOptions options, Corpus train) {
    NgramModel ngram = options.ngram().of(train);
    Losses ngrams = new Losses(ngram.losses(texts.chosenOn()), ngram.losses(texts.test().ids()));
    Map<String, Object> measured = new LinkedHashMap<>();
    measured.put("order", ngram.order());
    measured.put("perplexity", ngrams.perplexity());
    line(options.ngram().title(), Text.perplexity(ngrams.perplexity()));
    Double weight = options.weight();
    if (weight != null || texts.valid() != null) {
      // the n-grams first, so that the weight is the network's
      Interpolation mixture = mixture(weight, ngrams.valid(), neural.valid());
      double mixed = ngrams.mixed(mixture, neural).perplexity();
      measured.put("model_weight", mixture.weight());
      measured.put("interpolated_perplexity", mixed);
      line(
          "interpolated",
          Text.format(
              "%s, weight of the model %s",
              Text.perplexity(mixed), Text.setting(mixture.weight())));
    }
    values.put("ngram", measured);
  }

  private void line(String name, String value) {
    lines.add(Text.format("%-18s %s", name, value));
  }

  /** {@return what was measured by name, for programs} */
  public Map<String, Object> values() {
    return values;
  }

  /** {@return the same for people} */
  public List<String> lines() {
    return lines;
  }
}
