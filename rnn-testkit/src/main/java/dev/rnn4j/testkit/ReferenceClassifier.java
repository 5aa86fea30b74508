package dev.rnn4j.testkit;

import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierConfig;
import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A classifier in double precision, one text at a time, with the masks of a training step or
 * without any.
 */
final class ReferenceClassifier {
  private final ClassifierConfig config;
  private final List<ClassifiedSequence> examples;
  private final Map<String, double[]> parameters;
  private final boolean dropping;
  private final long key;
  private ReferenceReader reader;

  /** The parameters are read again on every run. */
  ReferenceClassifier(ClassifierCase example, Map<String, double[]> parameters, boolean dropping) {
    config = example.config();
    examples = example.examples();
    this.parameters = parameters;
    this.dropping = dropping;
    key = example.key();
    reader = reader();
  }

  private ReferenceReader reader() {
    ReferenceReader.Dropping masks =
        new ReferenceReader.Dropping(
            config.tokenDropout(),
            config.dropout(),
            config.stack().regularization().dropout().layers(),
            RandomSource.derive(key, 0),
            RandomSource.derive(key, 1),
            RandomSource.derive(key, 2));
    return new ReferenceReader(
        new ReferenceReader.Parts(config.stack(), "rnn.", config.pooling()),
        parameters,
        examples.stream().map(ReferenceClassifier::tokens).toList(),
        dropping ? masks : ReferenceReader.Dropping.NONE);
  }

  private static int[] tokens(ClassifiedSequence text) {
    return IntStream.range(0, text.length()).map(text::token).toArray();
  }

  /** How near the last {@link #losses} came to a kink. */
  double kinkDistance() {
    return reader.kinkDistance();
  }

  /** Of every example, as given. */
  double[] losses() {
    reader = reader();
    double[] losses = new double[examples.size()];
    for (int i = 0; i < losses.length; i++) {
      int label = examples.get(i).label();
      losses[i] = label < 0 ? 0 : -Math.log(probabilitiesOf(i)[label]);
    }
    return losses;
  }

  /** Of an example, as given. */
  double[] probabilitiesOf(int example) {
    double[] row = reader.pooled(example);
    float p = dropping ? config.dropout() : 0;
    double[] mask =
        DropoutMasks.multipliers(examples.size(), row.length, p, RandomSource.derive(key, 3));
    for (int j = 0; j < row.length; j++) {
      row[j] *= mask[reader.place(example) * row.length + j];
    }
    double[] powers =
        ReferenceCell.affine(parameter("output.weight"), parameter("output.bias"), row);
    Arrays.setAll(powers, k -> Math.exp(powers[k]));
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  private double[] parameter(String name) {
    return parameters.getOrDefault(name, new double[0]);
  }
}
