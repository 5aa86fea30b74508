package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.TaggedSentence;
import dev.rnn4j.core.model.TaggerConfig;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A tagger in double precision, one sentence and one word at a time. The parameters are read again
 * on every run, so that they can be differentiated.
 */
final class ReferenceTagger {
  private final TaggerConfig config;
  private final Map<String, double[]> parameters;
  private final List<TaggedSentence> sentences;
  private final float[] unknown;

  /** How near two windows of a word come to each other in the maximum; infinite if never. */
  private double kinkDistance = Double.POSITIVE_INFINITY;

  ReferenceTagger(TaggerCase example, Map<String, double[]> parameters) {
    config = example.config();
    this.parameters = parameters;
    sentences = example.sentences();
    unknown = example.unknownRates();
  }

  double kinkDistance() {
    return kinkDistance;
  }

  /** The loss of each sentence without dropout, in the order given. */
  double[] losses() {
    return losses(false, 0);
  }

  /** The loss of each sentence with what is random under a key. */
  double[] losses(long key) {
    return losses(true, key);
  }

  private double[] losses(boolean training, long key) {
    SequenceOrder order =
        SequenceOrder.of(sentences.stream().mapToInt(TaggedSentence::length).toArray());
    SequenceBatch batch = order.batch();
    double[] losses = new double[sentences.size()];
    for (int b = 0; b < batch.batch(); b++) {
      TaggedSentence sentence = sentences.get(order.given(b));
      List<double[]> x = new ArrayList<>();
      for (int t = 0; t < sentence.length(); t++) {
        x.add(vector(sentence, t, training, key, batch.row(t, b), batch.rows()));
      }
      List<double[]> h = stack(x, training, key, batch, b);
      double[][] scores = new double[h.size()][];
      Arrays.setAll(
          scores,
          t -> ReferenceCell.affine(value("output.weight"), value("output.bias"), h.get(t)));
      losses[order.given(b)] =
          config.crf() == null
              ? softmax(scores, sentence.tags())
              : field(config.crf(), scores, sentence.tags());
    }
    return losses;
  }

  private double[] value(String name) {
    return parameters.getOrDefault(name, new double[0]);
  }

  private double[] vector(
      TaggedSentence sentence, int t, boolean training, long key, int row, int rows) {
    int word = sentence.words()[t];
    float rate = word < unknown.length ? unknown[word] : 0;
    long wordKey = RandomSource.derive(key, 0);
    boolean kept = DropoutMask.keeps(row, wordKey, DropoutMask.threshold(rate));
    int size = config.wordSize();
    int id = training && !kept ? 0 : word;
    double[] vector = new double[config.stack().inputSize()];
    System.arraycopy(value("words.weight"), id * size, vector, 0, size);
    CharacterConfig characters = config.characters();
    if (characters != null) {
      double[] spelled = spelled(characters, sentence.characters()[t]);
      System.arraycopy(spelled, 0, vector, size, spelled.length);
    }
    if (training && config.dropout() > 0) {
      double[] mask =
          DropoutMasks.multipliers(
              rows, vector.length, config.dropout(), RandomSource.derive(key, 1));
      for (int j = 0; j < vector.length; j++) {
        vector[j] *= mask[row * vector.length + j];
      }
    }
    return vector;
  }

  private double[] spelled(CharacterConfig characters, int[] word) {
    int size = characters.characterSize();
    List<double[]> e = new ArrayList<>();
    for (int c : word) {
      e.add(Arrays.copyOfRange(value("characters.weight"), c * size, (c + 1) * size));
    }
    return characters.kind() == CharacterConfig.Kind.RECURRENT
        ? lastStates(characters, e)
        : convolved(characters, e);
  }

  private double[] lastStates(CharacterConfig characters, List<double[]> e) {
    int hidden = characters.outputSize() / 2;
    StackConfig stack =
        StackConfig.of(
            characters.characterSize(), new LstmCell(), List.of(hidden), Directions.CONCATENATED);
    List<State> states =
        new ReferenceStack(stack, "characters.rnn.", parameters).run(e, List.of()).states();
    double[] both = Arrays.copyOf(states.get(0).h(), 2 * hidden);
    System.arraycopy(states.get(1).h(), 0, both, hidden, hidden);
    return both;
  }

  private double[] convolved(CharacterConfig characters, List<double[]> e) {
    int size = characters.characterSize();
    double[] largest = new double[characters.outputSize()];
    for (int t = 0; t < e.size(); t++) {
      double[] window = new double[3 * size];
      for (int k = 0; k < 3; k++) {
        if (t + k - 1 >= 0 && t + k - 1 < e.size()) {
          System.arraycopy(e.get(t + k - 1), 0, window, k * size, size);
        }
      }
      double[] f =
          ReferenceCell.affine(
              value("characters.convolution.weight"), value("characters.convolution.bias"), window);
      for (int j = 0; j < f.length; j++) {
        double apart = Math.abs(f[j] - largest[j]);
        kinkDistance = t > 0 && apart > 0 ? Math.min(kinkDistance, apart) : kinkDistance;
        largest[j] = t == 0 ? f[j] : Math.max(largest[j], f[j]);
      }
    }
    return largest;
  }

  private List<double[]> stack(
      List<double[]> x, boolean training, long key, SequenceBatch batch, int b) {
    StackConfig stack = config.stack();
    List<List<double[]>> masks = new ArrayList<>();
    for (int l = 0;
        training && stack.regularization().dropout().layers() > 0 && l < stack.layers().size();
        l++) {
      long layerKey = RandomSource.derive(RandomSource.derive(key, 2), l + 1L);
      double[] mask =
          DropoutMasks.multipliers(
              batch.rows(),
              ReferenceStack.outputSize(stack, l),
              stack.regularization().dropout().layers(),
              layerKey);
      masks.add(BatchValues.sequence(batch, mask, b));
    }
    return new ReferenceStack(stack, "rnn.", parameters).run(x, masks).outputs();
  }

  private static double softmax(double[][] scores, int[] tags) {
    double loss = 0;
    for (int t = 0; t < scores.length; t++) {
      loss += Math.log(Arrays.stream(scores[t]).map(Math::exp).sum()) - scores[t][tags[t]];
    }
    return loss;
  }

  private double field(TagTransitions allowed, double[][] scores, int[] tags) {
    if (scores.length == 0) {
      return 0;
    }
    double sum = 0;
    int[] path = new int[scores.length];
    long paths = Math.round(Math.pow(config.tags(), path.length));
    for (long number = 0; number < paths; number++) {
      long rest = number;
      for (int t = 0; t < path.length; t++) {
        path[t] = (int) (rest % config.tags());
        rest /= config.tags();
      }
      sum += isAllowed(allowed, path) ? Math.exp(score(scores, path)) : 0;
    }
    return Math.log(sum) - score(scores, tags);
  }

  private static boolean isAllowed(TagTransitions allowed, int[] path) {
    boolean all = allowed.begins(path[0]) && allowed.ends(path[path.length - 1]);
    for (int t = 1; t < path.length; t++) {
      all &= allowed.follows(path[t - 1], path[t]);
    }
    return all;
  }

  private double score(double[][] scores, int[] path) {
    double score = value("output.start")[path[0]] + value("output.end")[path[path.length - 1]];
    for (int t = 0; t < path.length; t++) {
      score += scores[t][path[t]];
      score += t == 0 ? 0 : value("output.transitions")[path[t - 1] * config.tags() + path[t]];
    }
    return score;
  }
}
