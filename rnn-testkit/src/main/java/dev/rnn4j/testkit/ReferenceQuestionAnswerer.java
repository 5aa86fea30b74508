package dev.rnn4j.testkit;

import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.QuestionExample;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * A model that answers questions in double precision, one example at a time:
 *
 * <pre>
 *   q = last states of the question's layers;  m(t) = story's layers over (e(t), e(t) ∘ (P q + p))
 *   k = W q + b;  a = softmax over t of k · m(t);  y = Σ a(t) m(t)
 *   loss = -log softmax(U (y, q) + c)[answer]
 * </pre>
 */
final class ReferenceQuestionAnswerer {
  private final QuestionCase example;
  private final Map<String, double[]> parameters;
  private final List<QuestionExample> examples;
  private final Masks questionMasks;
  private final Masks storyMasks;

  private double kinkDistance = Double.POSITIVE_INFINITY;

  /**
   * What one example gives.
   *
   * @param logits of the answers
   * @param attention of each word of the story
   * @param loss 0 if the answer does not count
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Result(double[] logits, double[] attention, double loss) {}

  /** With the masks of a training step of a key, or without any. */
  ReferenceQuestionAnswerer(
      QuestionCase example, Map<String, double[]> parameters, boolean dropping, long key) {
    this.example = example;
    this.parameters = parameters;
    examples = example.examples();
    StackConfig question = example.config().question();
    StackConfig story = example.config().story();
    questionMasks =
        new Masks(question, dropping, RandomSource.derive(key, 0), order(e -> e.question().length));
    storyMasks =
        new Masks(story, dropping, RandomSource.derive(key, 1), order(e -> e.story().length));
  }

  private SequenceOrder order(ToIntFunction<QuestionExample> length) {
    return SequenceOrder.of(examples.stream().mapToInt(length).toArray());
  }

  /** Dropout's multipliers of a stack, of each example: of its input, and of every layer. */
  private static final class Masks {
    private final List<List<double[]>> ofInput = new ArrayList<>();
    private final List<List<List<double[]>>> ofLayers = new ArrayList<>();

    Masks(StackConfig config, boolean dropping, long key, SequenceOrder order) {
      SequenceBatch batch = order.batch();
      float p = dropping ? config.regularization().dropout().layers() : 0f;
      for (int i = 0; i < batch.batch(); i++) {
        ofLayers.add(new ArrayList<>());
        ofInput.add(List.of());
      }
      for (int site = 0; site <= config.layers().size(); site++) {
        int width = site == 0 ? config.inputSize() : ReferenceStack.outputSize(config, site - 1);
        double[] all =
            DropoutMasks.multipliers(batch.rows(), width, p, RandomSource.derive(key, site));
        for (int b = 0; b < batch.batch(); b++) {
          List<double[]> own = BatchValues.sequence(batch, all, b);
          if (site == 0) {
            ofInput.set(order.given(b), own);
          } else {
            ofLayers.get(order.given(b)).add(own);
          }
        }
      }
    }

    List<double[]> dropped(List<double[]> x, int given) {
      List<double[]> masks = ofInput.get(given);
      List<double[]> dropped = new ArrayList<>();
      for (int t = 0; t < x.size(); t++) {
        double[] step = x.get(t).clone();
        for (int j = 0; j < step.length; j++) {
          step[j] *= masks.get(t)[j];
        }
        dropped.add(step);
      }
      return dropped;
    }

    List<List<double[]>> ofLayers(int given) {
      return ofLayers.get(given);
    }
  }

  /** How near any {@link #run} came to a kink. */
  double kinkDistance() {
    return kinkDistance;
  }

  double totalLoss() {
    double sum = 0;
    for (int i = 0; i < examples.size(); i++) {
      sum += run(i).loss();
    }
    return sum;
  }

  Result run(int i) {
    QuestionExample one = examples.get(i);
    StackConfig asking = example.config().question();
    ReferenceStack.Result read =
        new ReferenceStack(asking, "question.", parameters)
            .run(questionMasks.dropped(vectors(one.question()), i), questionMasks.ofLayers(i));
    int last = read.states().size();
    double[] q = joined(read.states().get(last - 2).h(), read.states().get(last - 1).h());
    double[] gate = affine("match.", q);
    List<double[]> words =
        vectors(one.story()).stream().map(e -> joined(e, product(e, gate))).toList();
    StackConfig telling = example.config().story();
    ReferenceStack.Result told =
        new ReferenceStack(telling, "story.", parameters)
            .run(storyMasks.dropped(words, i), storyMasks.ofLayers(i));
    List<double[]> m = told.outputs();
    kinkDistance = Math.min(kinkDistance, Math.min(read.kinkDistance(), told.kinkDistance()));
    double[] key = affine("attention.", q);
    double[] attention =
        softmax(m.stream().mapToDouble(row -> BatchValues.dot(key, row)).toArray());
    double[] y = new double[key.length];
    for (int t = 0; t < attention.length; t++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += attention[t] * m.get(t)[j];
      }
    }
    double[] logits = affine("answer.", joined(y, q));
    double loss = one.answer() < 0 ? 0 : -Math.log(softmax(logits)[one.answer()]);
    return new Result(logits, attention, loss);
  }

  private List<double[]> vectors(int[] words) {
    int width = example.config().question().inputSize();
    double[] table = values("embedding.weight");
    return Arrays.stream(words)
        .mapToObj(v -> Arrays.copyOfRange(table, v * width, (v + 1) * width))
        .toList();
  }

  private double[] affine(String prefix, double[] x) {
    double[] bias = values(prefix + "bias");
    double[] weight = values(prefix + "weight");
    double[] y = bias.clone();
    for (int r = 0; r < y.length; r++) {
      y[r] += BatchValues.dot(Arrays.copyOfRange(weight, r * x.length, (r + 1) * x.length), x);
    }
    return y;
  }

  private static double[] softmax(double[] scores) {
    double sum = Arrays.stream(scores).map(Math::exp).sum();
    return Arrays.stream(scores).map(score -> Math.exp(score) / sum).toArray();
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = a.clone();
    for (int j = 0; j < product.length; j++) {
      product[j] *= b[j];
    }
    return product;
  }

  private static double[] joined(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private double[] values(String name) {
    return parameters.getOrDefault(name, new double[0]);
  }
}
