package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.core.text.Vocabulary;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A recurrent language model for use: a network, and the tokens that its numbers stand for. May be
 * shared by any number of threads, each with a {@link #newSession() session} of its own.
 *
 * @param network what computes
 * @param vocabulary its tokens
 */
public record LanguageModel(LanguageModelNetwork network, Vocabulary vocabulary) {
  private static final int PARAMETERS_TO_SHARE = 1_000_000;

  /**
   * Checks that the two belong together.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public LanguageModel {
    if (vocabulary.size() != network.config().vocabularySize()) {
      throw new IllegalArgumentException(
          "the vocabulary has "
              + vocabulary.size()
              + " tokens, the model is made for "
              + network.config().vocabularySize());
    }
  }

  /**
   * A model on the kernels of this JVM, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param vocabulary its tokens
   * @param parameters its parameters, not needed any more afterwards
   * @return the model
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static LanguageModel of(
      LanguageModelConfig config, Vocabulary vocabulary, Parameters parameters) {
    return of(config, vocabulary, parameters, KernelSelection.current().kernels());
  }

  /**
   * A model with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param vocabulary its tokens
   * @param parameters its parameters, not needed any more afterwards
   * @param kernels the arithmetic
   * @return the model
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static LanguageModel of(
      LanguageModelConfig config, Vocabulary vocabulary, Parameters parameters, Kernels kernels) {
    return new LanguageModel(LanguageModelNetwork.of(config, parameters, kernels), vocabulary);
  }

  /**
   * One stream through this model.
   *
   * @return a new session in the initial state
   */
  public LanguageModelSession newSession() {
    return new LanguageModelSession(this, null);
  }

  /**
   * One stream through this model whose steps a crew shares, to the same bits, if that pays: if the
   * model has {@value #PARAMETERS_TO_SHARE} parameters or more. A step of a smaller one is shorter
   * than what meeting costs, so the caller computes it alone. The threads wait for the next step
   * with a processor each, and sleep when none comes for a while; where processors are busy with
   * other work, steps take longer than alone.
   *
   * @param workers the crew, the caller's to close; other sessions may use it too, in turns
   * @return a new session in the initial state
   */
  public LanguageModelSession newSession(Workers workers) {
    boolean shared = workers.count() > 1 && config().layout().size() >= PARAMETERS_TO_SHARE;
    return new LanguageModelSession(this, shared ? workers : null);
  }

  /**
   * Scores many texts, each from the initial state: to the bit what {@link
   * LanguageModelSession#score} gives one by one, in less time. Any number of threads may do so at
   * once; each keeps one processor busy, in memory that does not grow with the texts.
   *
   * @param sequences the ids of the texts, of any lengths
   * @return ln p of each of their tokens, in nats; they sum to that of the text
   * @throws IndexOutOfBoundsException if a token is not in the vocabulary
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public List<double[]> score(List<int[]> sequences) {
    sequences.forEach(this::checkTokens);
    return inGroups(sequences, (streams, group, _) -> streams.score(vocabulary.startId(), group));
  }

  /**
   * Continues many texts. What a text is continued with depends on the seed and its place in the
   * list, not on the others: it is what {@link LanguageModelSession#generate} draws after the start
   * token and the prompt with a {@link RandomSource} of seed {@code RandomSource.derive(seed,
   * place)}.
   *
   * @param prompts the ids of the texts, of any lengths; an empty one is continued from its start
   * @param length how many tokens to draw for each, 0 or more
   * @param sampler how to draw; used by this call alone
   * @param seed names what is drawn
   * @return the tokens drawn after each prompt
   * @throws IndexOutOfBoundsException if a token is not in the vocabulary
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public List<int[]> generate(List<int[]> prompts, int length, Sampler sampler, long seed) {
    LanguageModelSession.checkedLength(length);
    prompts.forEach(this::checkTokens);
    return inGroups(
        prompts,
        (streams, group, numbers) -> {
          List<RandomSource> random =
              numbers.stream().map(n -> new RandomSource(RandomSource.derive(seed, n))).toList();
          return streams.generate(vocabulary.startId(), group, length, sampler, random);
        });
  }

  /**
   * The vectors of texts: the last layer's h after the last token, where the model is about to
   * predict the end of the line; or the mean of h over all steps.
   *
   * @param mean whether to take the mean instead of the last h
   * @return an encoder of lines, which computes with this model
   */
  public SentenceEncoder encoder(boolean mean) {
    TextEncoder tokens = new TextEncoder(vocabulary);
    return SentenceVectors.of(
        config().outputSize(),
        texts ->
            vectors(texts.stream().map(text -> tokens.encode(text + "\n").ids()).toList(), mean));
  }

  private List<float[]> vectors(List<int[]> lines, boolean mean) {
    int start = vocabulary.startId();
    return inGroups(
        lines,
        (streams, group, _) ->
            mean ? streams.meanHidden(start, group) : streams.lastHidden(start, group));
  }

  /** Computes with some sequences, the longest first, and is told their numbers in the list. */
  private interface Group<R> {
    R[] compute(LanguageModelStreams streams, List<int[]> sequences, List<Integer> numbers);
  }

  /** Those of similar length go together, as many as fit. */
  private <R> List<R> inGroups(List<int[]> sequences, Group<R> group) {
    List<Integer> all = IntStream.range(0, sequences.size()).boxed().toList();
    LanguageModelStreams streams = network.streams().take();
    List<R> results =
        SortedBatches.compute(
            all,
            n -> sequences.get(n).length,
            _ -> streams.maxBatch(),
            numbers -> {
              List<int[]> some = numbers.stream().map(n -> sequences.get(n)).toList();
              return List.of(group.compute(streams, some, numbers));
            });
    network.streams().give(streams); // those that failed are not given back
    return results;
  }

  private void checkTokens(int[] sequence) {
    for (int id : sequence) {
      checkedToken(id);
    }
  }

  int checkedToken(int id) {
    if (id < 0 || id >= config().vocabularySize()) {
      throw new IndexOutOfBoundsException(
          "token " + id + " is outside the vocabulary of 0 to " + (config().vocabularySize() - 1));
    }
    return id;
  }

  /** {@return the arithmetic it computes with} */
  public Kernels kernels() {
    return network.kernels();
  }

  /** {@return the architecture} */
  public LanguageModelConfig config() {
    return network.config();
  }

  /** {@return the parameters: a copy, to the bit, of what the network keeps only packed} */
  public Parameters parameters() {
    return network.parameters();
  }
}
