package dev.rnn4j.testkit;

import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.ClassifierConfig.TokenDropout;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The part of a model that reads sequences of tokens, in double precision and one at a time: their
 * vectors through a stack of recurrent layers, and one row pooled from what comes out. Masks are
 * those of the rows that the sequences have in the engine's batch.
 */
final class ReferenceReader {
  private final Parts parts;
  private final Map<String, double[]> parameters;
  private final List<int[]> sequences;
  private final Dropping dropping;
  private final SequenceOrder order;
  private final int[] places;
  private double kinkDistance = Double.POSITIVE_INFINITY;

  /** What it is made of; the embedding is "embedding.weight". */
  record Parts(StackConfig stack, String prefix, Pooling pooling) {}

  /** What is random in a training step: probabilities, and the keys of the masks. */
  record Dropping(
      TokenDropout tokens,
      float input,
      float layers,
      long tokensKey,
      long inputKey,
      long stackKey) {
    static final Dropping NONE = new Dropping(TokenDropout.NONE, 0, 0, 0, 0, 0);
  }

  /** The parameters are read again on every run. */
  ReferenceReader(
      Parts parts, Map<String, double[]> parameters, List<int[]> sequences, Dropping dropping) {
    this.parts = parts;
    this.parameters = parameters;
    this.sequences = sequences;
    this.dropping = dropping;
    order = SequenceOrder.of(sequences.stream().mapToInt(tokens -> tokens.length).toArray());
    places = order.places();
  }

  /** In which row of the engine's batch a sequence stands, by its number among those given. */
  int place(int given) {
    return places[given];
  }

  /** How near any {@link #pooled} came to a kink. */
  double kinkDistance() {
    return kinkDistance;
  }

  /** The row of a sequence, by its number among those given. */
  double[] pooled(int given) {
    StackConfig stack = parts.stack();
    ReferenceStack.Result result =
        new ReferenceStack(stack, parts.prefix(), parameters)
            .run(embedded(given), stackMasks(places[given]));
    kinkDistance = Math.min(kinkDistance, result.kinkDistance());
    double[] elements = result.outputs().stream().flatMapToDouble(Arrays::stream).toArray();
    BatchValues values =
        new BatchValues(
            SequenceBatch.full(result.outputs().size(), 1),
            elements,
            result.states().stream().map(State::h).toList(),
            result.states().stream().map(State::c).toList());
    double[] row =
        switch (parts.pooling()) {
          case LastState() -> ReferencePooling.lastStates(values, stack.directions().count());
          case MeanOverTime() -> ReferencePooling.means(values);
          case MaxOverTime() -> {
            kinkDistance = Math.min(kinkDistance, ReferencePooling.distanceOfMaxima(values));
            yield ReferencePooling.maxima(values);
          }
          case AttentionPooling _ -> ReferencePooling.attended(values, parameters);
          default -> throw new IllegalStateException("no reference of " + parts.pooling());
        };
    return Arrays.copyOf(row, parts.pooling().outputSize(stack));
  }

  private List<double[]> embedded(int given) {
    int width = parts.stack().inputSize();
    SequenceBatch batch = order.batch();
    double[] table = parameters.getOrDefault("embedding.weight", new double[0]);
    double[] mask =
        DropoutMasks.multipliers(batch.rows(), width, dropping.input(), dropping.inputKey());
    float p = dropping.tokens().probability();
    int[] tokens = sequences.get(given);
    List<double[]> steps = new ArrayList<>();
    for (int t = 0; t < tokens.length; t++) {
      int row = batch.row(t, places[given]);
      boolean kept = DropoutMasks.kept(row, p, dropping.tokensKey());
      int token = kept ? tokens[t] : dropping.tokens().unknown();
      steps.add(
          IntStream.range(0, width)
              .mapToDouble(j -> table[token * width + j] * mask[row * width + j])
              .toArray());
    }
    return steps;
  }

  private List<List<double[]>> stackMasks(int b) {
    StackConfig stack = parts.stack();
    SequenceBatch batch = order.batch();
    List<List<double[]>> masks = new ArrayList<>();
    for (int l = 0; l < stack.layers().size(); l++) {
      int width = ReferenceStack.outputSize(stack, l);
      long key = RandomSource.derive(dropping.stackKey(), l + 1L);
      double[] mask = DropoutMasks.multipliers(batch.rows(), width, dropping.layers(), key);
      masks.add(BatchValues.sequence(batch, mask, b));
    }
    return masks;
  }
}
