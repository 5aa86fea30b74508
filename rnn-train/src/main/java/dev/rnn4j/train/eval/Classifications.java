package dev.rnn4j.train.eval;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.model.ClassifierPass;
import dev.rnn4j.core.tensor.SequenceOrder;
import dev.rnn4j.core.text.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * What a classifier makes of examples whose classes are known, measured by batches in buffers of
 * its own.
 */
public final class Classifications {
  private static final int BATCH = 64;

  private final Labels labels;
  private final ClassifierPass pass;
  private final List<List<ClassifiedSequence>> batches = new ArrayList<>();

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
   * @param network what classifies; may be trained between measurements
   * @param labels its classes
   * @param examples one or more, each with its class
   */
  public Classifications(
      ClassifierNetwork network, Labels labels, List<ClassifiedSequence> examples) {
    this.labels = labels;
    pass = new ClassifierPass(network);
    SequenceOrder byLength =
        SequenceOrder.of(examples.stream().mapToInt(ClassifiedSequence::length).toArray());
    for (int from = 0; from < examples.size(); from += BATCH) {
      List<ClassifiedSequence> batch = new ArrayList<>(BATCH);
      for (int i = from; i < Math.min(from + BATCH, examples.size()); i++) {
        batch.add(examples.get(byLength.given(i)));
      }
      batches.add(batch);
    }
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
    double loss = 0;
    for (List<ClassifiedSequence> batch : batches) {
      if (stop.getAsBoolean()) {
        break;
      }
      pass.begin(batch);
      workers.run(pass::evaluate);
      loss += pass.totalLoss();
      for (int i = 0; i < batch.size(); i++) {
        confusion.add(batch.get(i).label(), largest(pass.probabilities(i)));
      }
    }
    return new Result(confusion, loss / Math.max(1, confusion.total()));
  }

  private static int largest(float[] values) {
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
