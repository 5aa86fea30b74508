package dev.rnn4j.train.eval;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.model.ClassifierPass;
import dev.rnn4j.core.model.ClassifyingPass;
import dev.rnn4j.core.tensor.SequenceOrder;
import dev.rnn4j.core.text.Labels;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * What a classifier makes of examples whose classes are known, measured by batches in buffers of
 * its own.
 *
 * @param <E> an example, such as a text with its class
 */
public final class Classifications<E> {
  private static final int BATCH = 64;

  private final Labels labels;
  private final ToIntFunction<? super E> label;
  private final ExampleEvaluation<E, ClassifyingPass<E>> evaluation;

  /**
   * What was measured.
   *
   * @param confusion of true and predicted classes
   * @param loss the mean of -log p of the true class, in nats
   */
  public record Result(Confusion confusion, double loss) {}

  /**
   * Examples to measure with.
   *
   * @param pass of what classifies, which may be trained between measurements; used by nobody else
   * @param labels its classes
   * @param examples one or more, each with its class
   * @param length of an example
   * @param label the index of its class
   */
  public Classifications(
      ClassifyingPass<E> pass,
      Labels labels,
      List<E> examples,
      ToIntFunction<? super E> length,
      ToIntFunction<? super E> label) {
    this.labels = labels;
    this.label = label;
    SequenceOrder byLength = SequenceOrder.of(examples.stream().mapToInt(length).toArray());
    List<E> ordered =
        IntStream.range(0, examples.size()).mapToObj(b -> examples.get(byLength.given(b))).toList();
    evaluation = new ExampleEvaluation<>(pass, ordered, BATCH);
  }

  /**
   * Texts to measure a classifier of texts with.
   *
   * @param network what classifies; may be trained between measurements
   * @param labels its classes
   * @param examples one or more, each with its class
   * @return what measures
   */
  public static Classifications<ClassifiedSequence> of(
      ClassifierNetwork network, Labels labels, List<ClassifiedSequence> examples) {
    return new Classifications<>(
        new ClassifierPass(network),
        labels,
        examples,
        ClassifiedSequence::length,
        ClassifiedSequence::label);
  }

  /**
   * Measures.
   *
   * @param workers who compute
   * @param stop asked before each batch; if true, the result is of those before
   * @return the result
   */
  public Result measure(Workers workers, BooleanSupplier stop) {
    Confusion confusion = new Confusion(labels);
    double[] loss = new double[1];
    evaluation.run(
        workers,
        stop,
        (pass, batch) -> {
          loss[0] += pass.totalLoss();
          for (int i = 0; i < batch.size(); i++) {
            confusion.add(label.applyAsInt(batch.get(i)), largest(pass.probabilities(i)));
          }
        });
    return new Result(confusion, loss[0] / Math.max(1, confusion.total()));
  }

  static int largest(float[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }

  /**
   * What always predicting one class gives, the most frequent one of the training.
   *
   * @param labels the classes
   * @param trained what is counted
   * @param measured what it is measured with
   * @param label the index of the class of either
   * @param <E> an example
   * @return true and predicted classes
   */
  public static <E> Confusion majority(
      Labels labels, List<E> trained, List<E> measured, ToIntFunction<? super E> label) {
    int[] counts = new int[labels.size()];
    trained.forEach(example -> counts[label.applyAsInt(example)]++);
    int most = 0;
    for (int k = 1; k < counts.length; k++) {
      most = counts[k] > counts[most] ? k : most;
    }
    Confusion confusion = new Confusion(labels);
    for (E example : measured) {
      confusion.add(label.applyAsInt(example), most);
    }
    return confusion;
  }
}
