package dev.rnn4j.core.model;

import dev.rnn4j.core.head.SoftmaxPass;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.QueryAttentionPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a {@link QuestionAnswererNetwork}: the questions, the stories beside
 * them, attention, and the answers; and the same in reverse. The loss of an example is -log of the
 * probability of its answer, in nats.
 */
public final class QuestionAnswererPass implements ExamplePass<QuestionExample> {
  private final QuestionAnswererNetwork network;
  private final Kernels kernels;
  private final @Nullable Parameters gradients;
  private final SequenceReader questions;
  private StoryReader stories;
  private Top top;

  /** Where each story's question stands in the batch of the questions, and the other way round. */
  private int[] questionOfStory = {};

  private int[] storyOfQuestion = {};

  /** Of each example given, which row of the top is its. */
  private int[] rows = {};

  private int[] answers = {};

  /** Attention, what the answer is made of, and the answers: rows in the order of the stories. */
  private static final class Top {
    final int maxRows;
    final int maxBatch;
    final QueryAttentionPass attention;
    final SoftmaxPass head;
    final Matrix capacity;
    final Matrix gradientCapacity;
    final Matrix queryGradientCapacity;
    Matrix joined;
    Matrix found;
    Matrix asked;
    Matrix dJoined;
    Matrix dFound;
    Matrix dAsked;

    /** What attention, and then the stories' layers, add to the gradient of the questions. */
    Matrix dQueries;

    Top(
        QuestionAnswererNetwork network,
        int maxRows,
        int maxBatch,
        @Nullable Parameters gradients) {
      this.maxRows = maxRows;
      this.maxBatch = maxBatch;
      attention = network.attention.newPass(maxRows, maxBatch, gradients);
      head = network.head.newPass(maxBatch, gradients);
      int width = network.config().joinedSize();
      int trained = gradients == null ? 0 : maxBatch;
      capacity = Matrix.zeros(maxBatch, width);
      gradientCapacity = Matrix.zeros(trained, width);
      queryGradientCapacity = Matrix.zeros(trained, network.config().questionSize());
      joined = capacity;
      found = capacity;
      asked = capacity;
      dJoined = gradientCapacity;
      dFound = gradientCapacity;
      dAsked = gradientCapacity;
      dQueries = queryGradientCapacity;
    }

    void shape(SequenceBatch batch, int storyWidth) {
      int size = batch.batch();
      int trained = Math.min(size, gradientCapacity.rows());
      attention.shape(batch);
      head.shape(SequenceBatch.full(1, size));
      joined = capacity.rowRange(0, size);
      found = joined.columnRange(0, storyWidth);
      asked = joined.columnRange(storyWidth, joined.cols());
      dJoined = gradientCapacity.rowRange(0, trained);
      dFound = dJoined.columnRange(0, storyWidth);
      dAsked = dJoined.columnRange(storyWidth, dJoined.cols());
      dQueries = queryGradientCapacity.rowRange(0, trained);
    }
  }

  /**
   * A pass.
   *
   * @param network the network
   * @param gradients receive the gradients of the parameters, in their layout; null for a pass
   *     without a backward pass
   * @throws IllegalStateException if there are gradients, and the network is not trainable
   */
  public QuestionAnswererPass(QuestionAnswererNetwork network, @Nullable Parameters gradients) {
    network.requireTrainableFor(gradients);
    this.network = network;
    this.gradients = gradients;
    kernels = network.kernels();
    questions =
        new SequenceReader(
            network.question,
            network.config().questionSize(),
            gradients,
            QuestionAnswererConfig.EMBEDDING,
            true);
    stories = new StoryReader(network, 0, 1, gradients);
    top = new Top(network, 0, 1, gradients);
  }

  @Override
  public void begin(List<QuestionExample> examples) {
    int batch = examples.size();
    int words = examples.stream().mapToInt(e -> e.story().length).reduce(0, Math::addExact);
    stories = stories.forAtLeast(words, batch);
    if (words > top.maxRows || batch > top.maxBatch) {
      int maxRows = Capacity.grown(top.maxRows, words);
      top = new Top(network, maxRows, Capacity.grown(top.maxBatch, batch), gradients);
    }
    questions.begin(examples.stream().map(QuestionExample::question).toList());
    stories.begin(examples);
    top.shape(stories.order().batch(), network.config().story().outputSize());
    order(examples, stories.order());
  }

  private void order(List<QuestionExample> examples, SequenceOrder order) {
    int batch = examples.size();
    questionOfStory = new int[batch];
    storyOfQuestion = new int[batch];
    rows = order.places();
    answers = new int[batch];
    for (int b = 0; b < batch; b++) {
      int given = order.given(b);
      questionOfStory[b] = questions.places()[given];
      storyOfQuestion[questionOfStory[b]] = b;
      answers[b] = examples.get(given).answer();
    }
  }

  @Override
  public void evaluate(Worker w) {
    questions.forward(w);
    ask(w);
    stories.forward(w, top.asked);
    answer(w);
    top.head.loss(w, answers);
  }

  @Override
  public void compute(Worker w, float scale, long key) {
    if (gradients == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    long questionKey = RandomSource.derive(key, 0);
    long storyKey = RandomSource.derive(key, 1);
    float p = network.config().question().regularization().dropout().input();
    questions.forwardTraining(w, p, RandomSource.derive(questionKey, 0), questionKey);
    ask(w);
    stories.forwardTraining(w, top.asked, storyKey);
    answer(w);
    top.head.backward(w, top.joined, answers, scale, top.dJoined);
    top.attention.backward(
        w, stories.output(), top.asked, top.dFound, stories.outputGradient(), top.dQueries);
    add(w, top.dQueries, top.dAsked);
    stories.backward(w, top.asked, storyKey, top.dQueries);
    add(w, top.dQueries, top.dAsked);
    kernels.gatherRows(w, top.dAsked, storyOfQuestion, questions.pooledGradient());
    w.barrier();
    questions.backward(w, questionKey);
  }

  private void ask(Worker w) {
    kernels.gatherRows(w, questions.pooled(), questionOfStory, top.asked);
    w.barrier();
  }

  private void answer(Worker w) {
    top.attention.forward(w, stories.output(), top.asked, top.found);
    top.head.forward(w, top.joined);
  }

  private static void add(Worker w, Matrix from, Matrix into) {
    for (int b = w.from(from.rows(), 1); b < w.to(from.rows(), 1); b++) {
      for (int j = 0; j < from.cols(); j++) {
        into.set(b, j, into.get(b, j) + from.get(b, j));
      }
    }
    w.barrier();
  }

  @Override
  public double totalLoss() {
    return top.head.totalLoss();
  }

  /**
   * The answers' logits after {@link #evaluate}.
   *
   * @param example which example, by its number among those given
   * @return a new array of one value for each answer
   */
  public float[] logits(int example) {
    Matrix logits = top.head.logits();
    int from = logits.index(rows[example], 0);
    return Arrays.copyOfRange(logits.data(), from, from + logits.cols());
  }

  /**
   * What is known of a question.
   *
   * @param example which example, by its number among those given
   * @return a new array of {@link QuestionAnswererConfig#questionSize} values
   */
  public float[] question(int example) {
    Matrix asked = top.asked;
    int from = asked.index(rows[example], 0);
    return Arrays.copyOfRange(asked.data(), from, from + asked.cols());
  }

  /**
   * How much each word of a story counted.
   *
   * @param example which example, by its number among those given
   * @return a new array of one value for each word; they sum to 1
   */
  public float[] attention(int example) {
    return top.attention.weights(rows[example]);
  }
}
