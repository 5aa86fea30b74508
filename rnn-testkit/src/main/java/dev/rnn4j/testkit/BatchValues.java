package dev.rnn4j.testkit;

import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers of a batch in the layouts of the engine: what goes into a stack, what comes out of it, or
 * the gradient of either. The arrays are live.
 *
 * @param batch the shape
 * @param elements of every step of every sequence (M, width)
 * @param hidden h of every layer and direction (B, H)
 * @param cell c of every layer and direction (B, S)
 */
@SuppressWarnings("ArrayRecordComponent") // compared array by array, never as a whole
record BatchValues(
    SequenceBatch batch, double[] elements, List<double[]> hidden, List<double[]> cell) {

  /** The steps of one sequence, of any matrix with a row for each element. */
  static List<double[]> sequence(SequenceBatch batch, double[] elements, int b) {
    List<double[]> steps = new ArrayList<>();
    for (int t = 0; t < batch.length(b); t++) {
      int width = elements.length / batch.rows();
      int from = batch.row(t, b) * width;
      steps.add(Arrays.copyOfRange(elements, from, from + width));
    }
    return steps;
  }

  List<double[]> sequence(int b) {
    return sequence(batch, elements, b);
  }

  /** h of one sequence, of every layer and direction. */
  List<double[]> hidden(int b) {
    return hidden.stream().map(h -> row(h, b)).toList();
  }

  /** c of one sequence, of every layer and direction. */
  List<double[]> cell(int b) {
    return cell.stream().map(c -> row(c, b)).toList();
  }

  private double[] row(double[] states, int b) {
    int width = states.length / batch.batch();
    return Arrays.copyOfRange(states, b * width, (b + 1) * width);
  }

  /** One sequence as a batch of its own. */
  BatchValues alone(int b) {
    List<double[]> steps = sequence(b);
    double[] own = steps.stream().flatMapToDouble(Arrays::stream).toArray();
    SequenceBatch single = SequenceBatch.full(steps.size(), 1);
    return new BatchValues(single, own, hidden(b), cell(b));
  }

  /** Every sequence from its end. */
  BatchValues reversed() {
    double[] reversed = elements.clone();
    for (int b = 0; b < batch.batch(); b++) {
      List<double[]> steps = sequence(b).reversed();
      for (int t = 0; t < steps.size(); t++) {
        double[] step = steps.get(t);
        System.arraycopy(step, 0, reversed, batch.row(t, b) * step.length, step.length);
      }
    }
    return new BatchValues(batch, reversed, hidden, cell);
  }

  /** The weighted sum of others of the same shape. */
  double dot(BatchValues others) {
    double sum = dot(elements, others.elements);
    for (int i = 0; i < hidden.size(); i++) {
      sum += dot(hidden.get(i), others.hidden.get(i)) + dot(cell.get(i), others.cell.get(i));
    }
    return sum;
  }

  static double dot(double[] weights, double[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }

  void assertSameBits(String what, BatchValues actual) {
    Bits.assertEqual(what, elements, actual.elements);
    for (int i = 0; i < hidden.size(); i++) {
      Bits.assertEqual(what + ", h of layer " + i, hidden.get(i), actual.hidden.get(i));
      Bits.assertEqual(what + ", c of layer " + i, cell.get(i), actual.cell.get(i));
    }
  }
}
