package dev.rnn4j.testkit;

import static dev.rnn4j.testkit.Refusals.WORKERS;
import static dev.rnn4j.testkit.Refusals.accepts;
import static dev.rnn4j.testkit.Refusals.refuses;
import static dev.rnn4j.testkit.Refusals.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.UpdateStep;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.testkit.Refusals.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link KernelsContract} for what does not fit: every operation takes its arguments as they should
 * be, and refuses them with any one of them a row or a column too small or too large. All workers
 * refuse, also those without a share, and nothing has been written then.
 */
public abstract class KernelRefusalsContract extends KernelsContract {
  private static final int ROWS = 3;
  private static final int UNITS = 5;
  private final Samples samples = new Samples(17);

  @Test
  void productsOfOtherSizesAreRefused() {
    for (WeightFormat format : WeightFormat.values()) {
      for (boolean transposed : new boolean[] {false, true}) {
        Shape source = transposed ? shape(UNITS, 4) : shape(4, UNITS);
        PackedWeights b =
            kernels().pack(samples.matrix(source.rows(), source.cols()), transposed, format);
        for (boolean accumulate : new boolean[] {false, true}) {
          accepts(
              "multiply",
              (w, m) -> kernels().multiply(w, m.get(0), b, m.get(1), accumulate),
              shape(ROWS, 4),
              shape(ROWS, UNITS));
        }
        accepts(
            "affine",
            (w, m) -> kernels().affine(w, m.get(0), b, m.get(1), m.get(2)),
            shape(ROWS, 4),
            shape(1, UNITS),
            shape(ROWS, UNITS));
        accepts("repack", (w, m) -> kernels().repack(w, m.get(0), b), source);
      }
    }
    accepts(
        "multiplyTransposed",
        (w, m) -> kernels().multiplyTransposed(w, m.get(0), m.get(1), m.get(2), true),
        shape(4, ROWS),
        shape(4, UNITS),
        shape(ROWS, UNITS));
    for (boolean transposed : new boolean[] {false, true}) {
      Shape right = transposed ? shape(UNITS, 4) : shape(4, UNITS);
      accepts(
          "multiply activations",
          (w, m) -> kernels().multiply(w, m.get(0), m.get(1), transposed, m.get(2), true),
          shape(ROWS, 4),
          right,
          shape(ROWS, UNITS));
    }
    Matrix any = samples.matrix(ROWS, UNITS);
    accepts("sumColumns", (w, m) -> kernels().sumColumns(w, any, m.get(0)), shape(1, UNITS));
  }

  @Test
  void weightsInAnotherLayoutAreRefusedByEveryOperationThatReadsThem() {
    PackedWeights foreign = new PackedWeights("of nobody", 2, 3, false, new float[64]);
    List<Matrix> m = List.of(samples.matrix(4, 2), samples.matrix(4, 3), samples.matrix(1, 3));
    for (Worker w : WORKERS) {
      refuses("multiply", m, () -> kernels().multiply(w, m.get(0), foreign, m.get(1), false));
      refuses("affine", m, () -> kernels().affine(w, m.get(0), foreign, m.get(2), m.get(1)));
      refuses("repack", m, () -> kernels().repack(w, Matrix.zeros(2, 3), foreign));
    }
  }

  /** The last of several products is the one that does not fit. */
  @Test
  void manyProductsOfOtherSizesOrNumbersAreRefused() {
    Matrix a = samples.matrix(ROWS, 4);
    Matrix b = samples.matrix(4, UNITS);
    Matrix tall = samples.matrix(4, ROWS);
    accepts(
        "multiplyEach",
        (w, m) ->
            kernels()
                .multiplyEach(
                    w,
                    List.of(a, m.get(0)),
                    List.of(b, m.get(1)),
                    false,
                    List.of(m.get(2), m.get(3)),
                    true),
        shape(ROWS, 4),
        shape(4, UNITS),
        shape(ROWS, UNITS),
        shape(ROWS, UNITS));
    accepts(
        "multiplyTransposedEach",
        (w, m) ->
            kernels()
                .multiplyTransposedEach(
                    w,
                    List.of(tall, m.get(0)),
                    List.of(b, m.get(1)),
                    List.of(m.get(2), m.get(3)),
                    true),
        shape(4, ROWS),
        shape(4, UNITS),
        shape(ROWS, UNITS),
        shape(ROWS, UNITS));
    List<Matrix> c = List.of(samples.matrix(ROWS, UNITS));
    for (Worker w : WORKERS) {
      List<Matrix> two = List.of(a, a);
      refuses("a", c, () -> kernels().multiplyEach(w, two, List.of(b), false, c, false));
      refuses("b", c, () -> kernels().multiplyEach(w, List.of(a), List.of(b, b), false, c, false));
    }
  }

  @Test
  void elementsOfOtherShapesAreRefused() {
    Shape s = shape(ROWS, UNITS);
    for (Activation f : Activation.values()) {
      accepts("activate", (w, m) -> kernels().activate(w, f, m.get(0), m.get(1)), s, s);
      accepts(
          "activateBackward",
          (w, m) -> kernels().activateBackward(w, f, m.get(0), m.get(1), m.get(2)),
          s,
          s,
          s);
    }
    accepts("softmax", (w, m) -> kernels().softmax(w, m.get(0), m.get(1)), s, s);
  }

  @Test
  void gatesOfOtherShapesAreRefused() {
    Shape s = shape(ROWS, UNITS);
    Shape four = shape(ROWS, 4 * UNITS);
    Shape three = shape(ROWS, 3 * UNITS);
    accepts(
        "lstmForward",
        (w, m) -> kernels().lstmForward(w, m.get(0), m.get(1), m.get(2), m.get(3), m.get(4)),
        four,
        s,
        s,
        s,
        s);
    accepts(
        "lstmBackward",
        (w, m) -> kernels().lstmBackward(w, m.get(0), m.get(1), m.get(2), m.get(3), m.get(4)),
        four,
        s,
        s,
        s,
        s);
    accepts(
        "gruForward",
        (w, m) -> kernels().gruForward(w, m.get(0), m.get(1), m.get(2), m.get(3)),
        three,
        three,
        s,
        s);
    accepts(
        "gruBackward",
        (w, m) -> kernels().gruBackward(w, m.get(0), m.get(1), m.get(2), m.get(3), m.get(4)),
        three,
        three,
        s,
        s,
        s);
  }

  @Test
  void halfStepsOfOtherShapesAreRefused() {
    Shape s = shape(ROWS, UNITS);
    Shape four = shape(ROWS, 4 * UNITS);
    Shape three = shape(ROWS, 3 * UNITS);
    accepts("gruReset", (w, m) -> kernels().gruReset(w, m.get(0), m.get(1), m.get(2)), three, s, s);
    accepts(
        "gruUpdate", (w, m) -> kernels().gruUpdate(w, m.get(0), m.get(1), m.get(2)), three, s, s);
    accepts(
        "gruUpdateBackward",
        (w, m) -> kernels().gruUpdateBackward(w, m.get(0), m.get(1), m.get(2), m.get(3)),
        three,
        s,
        s,
        s);
    accepts(
        "gruResetBackward",
        (w, m) -> kernels().gruResetBackward(w, m.get(0), m.get(1), m.get(2), m.get(3)),
        three,
        s,
        s,
        s);
    accepts(
        "lstmState", (w, m) -> kernels().lstmState(w, m.get(0), m.get(1), m.get(2)), four, s, s);
    accepts(
        "lstmOutput",
        (w, m) -> kernels().lstmOutput(w, m.get(0), m.get(1), m.get(2), m.get(3)),
        four,
        s,
        s,
        s);
    accepts(
        "lstmOutputBackward",
        (w, m) -> kernels().lstmOutputBackward(w, m.get(0), m.get(1), m.get(2), m.get(3)),
        four,
        s,
        s,
        s);
    accepts(
        "lstmStateBackward",
        (w, m) -> kernels().lstmStateBackward(w, m.get(0), m.get(1), m.get(2)),
        four,
        s,
        s);
  }

  @Test
  void factorsOfOtherShapesAreRefused() {
    Shape s = shape(ROWS, UNITS);
    Shape one = shape(1, UNITS);
    accepts("addScaled", (w, m) -> kernels().addScaled(w, m.get(0), m.get(1), m.get(2)), s, one, s);
    accepts(
        "addColumnProducts",
        (w, m) -> kernels().addColumnProducts(w, m.get(0), m.get(1), m.get(2)),
        s,
        s,
        one);
  }

  @Test
  void targetsThatAreNoClassesAndShortArraysAreRefused() {
    int[] right = {0, -1, UNITS - 1};
    for (Worker w : WORKERS) {
      crossEntropies(w, right, ROWS, false);
      crossEntropies(w, new int[] {0, UNITS, 1}, ROWS, true);
      crossEntropies(w, new int[] {0, 1, Integer.MAX_VALUE}, ROWS, true);
      crossEntropies(w, Arrays.copyOf(right, ROWS - 1), ROWS, true);
      crossEntropies(w, right, ROWS - 1, true);
    }
  }

  private void crossEntropies(Worker w, int[] targets, int losses, boolean wrong) {
    String what = "targets " + Arrays.toString(targets) + ", " + losses + " losses";
    Matrix z = samples.matrix(ROWS, UNITS);
    double[] written = new double[losses];
    Runnable alone = () -> kernels().crossEntropy(w, z, targets, written);
    Runnable both = () -> kernels().softmaxCrossEntropy(w, z, targets, 1, 0, written);
    if (wrong) {
      refuses(what, List.of(z), alone);
      refuses(what + " with gradient", List.of(z), both);
      assertArrayEquals(new double[losses], written, what);
    } else {
      alone.run();
      both.run();
    }
  }

  @Test
  void rowsThatDoNotExistAreRefused() {
    int[] right = {0, 3, 1};
    for (Worker w : WORKERS) {
      tableRows(w, right, UNITS, false);
      for (int wrong : new int[] {-1, 4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        tableRows(w, new int[] {0, 1, wrong}, UNITS, true);
      }
      tableRows(w, Arrays.copyOf(right, ROWS - 1), UNITS, true);
      tableRows(w, right, UNITS + 1, true);
      tableRows(w, right, UNITS - 1, true);
    }
  }

  /** The table lies in the middle of a larger one, as a parameter beside others does. */
  private void tableRows(Worker w, int[] index, int width, boolean wrong) {
    String what = "rows " + Arrays.toString(index) + " of " + width + " columns";
    Matrix whole = samples.matrix(12, UNITS);
    Matrix table = whole.rowRange(4, 8);
    Matrix rows = samples.matrix(ROWS, width);
    Runnable gather = () -> kernels().gatherRows(w, table, index, rows);
    Runnable scatter = () -> kernels().scatterAddRows(w, rows, index, table);
    if (wrong) {
      refuses("gather " + what, List.of(rows, whole), gather);
      refuses("scatter " + what, List.of(rows, whole), scatter);
    } else {
      gather.run();
      scatter.run();
    }
  }

  @Test
  void arraysOfOtherLengthsAreRefused() {
    UpdateStep step = new UpdateStep(1, 1, 0);
    AdamStep adam = new AdamStep(step, 0.9f, 0.999f, 1e-8f, 2.5f, 40f);
    for (Worker w : WORKERS) {
      arrays(w, 2, a -> kernels().sgd(w, a[0], a[1], step));
      arrays(w, 3, a -> kernels().sgdMomentum(w, a[0], a[1], a[2], 0.5f, true, step));
      arrays(w, 3, a -> kernels().sgdOverRoot(w, a[0], a[1], a[2], 0.5f, 0.5f, 1e-8f, step));
      arrays(w, 4, a -> kernels().adam(w, a[0], a[1], a[2], a[3], adam));
      arrays(w, 2, a -> kernels().average(w, a[0], a[1], 0.5f));
      float[] x = new float[Kernels.BLOCK + 1];
      kernels().sumOfSquares(w, x, new double[3]);
      refuses("sums", List.of(), () -> kernels().sumOfSquares(w, x, new double[1]));
    }
  }

  private interface ArrayOperation {
    void run(float[][] arrays);
  }

  private void arrays(Worker w, int count, ArrayOperation operation) {
    for (int wrong = -1; wrong < count; wrong++) {
      for (int length : new int[] {69, 71}) {
        float[][] arrays = new float[count][70];
        if (wrong < 0) {
          operation.run(arrays);
        } else {
          arrays[wrong] = new float[length];
          String what = "array " + wrong + " of " + count + ", worker " + w.index();
          refuses(what, List.of(), () -> operation.run(arrays));
        }
      }
    }
  }

  @Test
  void packedWeightsOfImpossibleSizesAreRefused() {
    refuses("rows", List.of(), () -> new PackedWeights("any", -1, 3, false, new float[9]));
    refuses("columns", List.of(), () -> new PackedWeights("any", 3, -1, false, new float[9]));
    refuses("floats", List.of(), () -> new PackedWeights("any", 3, 3, false, new float[8]));
    refuses("pairs", List.of(), () -> new PackedWeights("any", 3, 3, false, new int[4]));
  }
}
