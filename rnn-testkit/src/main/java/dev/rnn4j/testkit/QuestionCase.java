package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.QuestionAnswererConfig;
import dev.rnn4j.core.model.QuestionAnswererNetwork;
import dev.rnn4j.core.model.QuestionExample;
import dev.rnn4j.core.parameter.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * A small model that answers questions with a batch of stories, all of it derived from these few
 * values, so a failing case is reproduced by typing in what its {@code toString} says. All values
 * are representable in single precision; every call returns fresh arrays.
 *
 * @param config the model
 * @param lengths of the stories and, turned round, of the questions
 * @param seed of everything else
 */
public record QuestionCase(QuestionAnswererConfig config, List<Integer> lengths, long seed) {
  private static final float DROPOUT = 0.3f;

  /** Random small models, with and without dropout, with empty stories and questions. */
  public static Arbitrary<QuestionCase> all() {
    return Combinators.combine(configs(), someLengths(), Arbitraries.longs()).as(QuestionCase::new);
  }

  private static Arbitrary<QuestionAnswererConfig> configs() {
    Arbitrary<List<Integer>> layers = widths().list().ofMinSize(1).ofMaxSize(2);
    return Combinators.combine(
            Cells.all().filter(QuestionCase::isSmooth),
            Arbitraries.integers().between(2, 9),
            widths(),
            layers,
            layers,
            Arbitraries.of(0f, DROPOUT).map(Regularization::dropout),
            Arbitraries.integers().between(2, 9))
        .as(QuestionAnswererConfig::of);
  }

  private static boolean isSmooth(CellConfig cell) {
    return cell.activation() != Activation.RELU;
  }

  private static Arbitrary<Integer> widths() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.integers().between(1, 9)), Tuple.of(1, Arbitraries.of(15, 16, 17)));
  }

  private static Arbitrary<List<Integer>> someLengths() {
    return Arbitraries.integers().between(0, 6).list().ofMinSize(1).ofMaxSize(5);
  }

  SequencedMap<String, double[]> parameters() {
    SplittableRandom random = new SplittableRandom(seed);
    SequencedMap<String, double[]> parameters = new LinkedHashMap<>();
    for (ParameterShape shape : shapes()) {
      double range = shape.name().contains("bias") ? 0.5 : 1 / Math.sqrt(shape.columns());
      double[] values = new double[shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-range, range);
      }
      parameters.put(shape.name(), values);
    }
    return parameters;
  }

  private static int width(StackConfig stack) {
    LayerConfig last = stack.layers().getLast();
    return ReferenceCell.outputSize(last.cell(), last.hidden());
  }

  /** Names and shapes written down a second time. */
  private List<ParameterShape> shapes() {
    int question = 2 * width(config.question());
    int story = 2 * width(config.story());
    List<ParameterShape> shapes = new ArrayList<>();
    int embedding = config.question().inputSize();
    shapes.add(new ParameterShape("embedding.weight", config.vocabularySize(), embedding));
    shapes.addAll(ReferenceStack.shapes(config.question(), "question."));
    shapes.add(new ParameterShape("match.weight", embedding, question));
    shapes.add(new ParameterShape("match.bias", 1, embedding));
    shapes.addAll(ReferenceStack.shapes(config.story(), "story."));
    shapes.add(new ParameterShape("attention.weight", story, question));
    shapes.add(new ParameterShape("attention.bias", 1, story));
    shapes.add(new ParameterShape("answer.weight", config.answers(), story + question));
    shapes.add(new ParameterShape("answer.bias", 1, config.answers()));
    return shapes;
  }

  /** Of different lengths in no order; one answer in five does not count. */
  List<QuestionExample> examples() {
    SplittableRandom random = new SplittableRandom(seed + 1);
    List<QuestionExample> examples = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      int[] story = random.ints(lengths.get(i), 0, config.vocabularySize()).toArray();
      int asked = lengths.get(lengths.size() - 1 - i);
      int[] question = random.ints(asked, 0, config.vocabularySize()).toArray();
      int answer = random.nextInt(5) == 0 ? -1 : random.nextInt(config.answers());
      examples.add(new QuestionExample(story, question, answer));
    }
    return examples;
  }

  QuestionAnswererNetwork network(Kernels kernels, boolean trainable) {
    Parameters parameters = new Parameters(config.layout());
    parameters().forEach((name, values) -> StackRun.copy(values, parameters.matrix(name)));
    return trainable
        ? QuestionAnswererNetwork.trainable(config, parameters, kernels)
        : QuestionAnswererNetwork.of(config, parameters, kernels);
  }
}
