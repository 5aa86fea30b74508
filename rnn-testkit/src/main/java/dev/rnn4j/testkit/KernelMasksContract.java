package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link KernelsContract} for dropout and zoneout. */
public abstract class KernelMasksContract extends KernelsContract {
  private static final long[] KEYS = {0, -1, 0x0123456789abcdefL, 0xfedcba9800000000L};

  private final Samples samples = new Samples(18);

  private interface Check {
    void of(Matrix x, float p, long key);
  }

  private void forAllSizes(Check check) {
    for (float p : new float[] {0f, 0.3f, 0.5f, 0.99f}) {
      for (long key : KEYS) {
        for (int n : allSizes()) {
          check.of(samples.matrix(3, n), p, key);
        }
        check.of(samples.matrix(0, 5), p, key);
        check.of(samples.matrix(41, 67), p, key);
      }
    }
  }

  @Test
  void dropoutKeepsWhatItsKeySays() {
    forAllSizes(this::checkDropout);
  }

  private void checkDropout(Matrix x, float p, long key) {
    String what = "dropout " + x + ", p = " + p + ", key " + key;
    Matrix y =
        SharedWork.run(
                what,
                List.of(samples.blank(x.rows(), x.cols())),
                (w, m, d) -> kernels().dropout(w, x, m.get(0), p, key))
            .matrix(0);
    float scale = 1 / (1 - p);
    for (int r = 0; r < x.rows(); r++) {
      for (int j = 0; j < x.cols(); j++) {
        boolean kept = DropoutMasks.kept(r * x.cols() + j, p, key);
        assertEquals(kept ? x.get(r, j) * scale : 0f, y.get(r, j), what);
      }
    }
    Matrix inPlace = Samples.copy(x);
    kernels().dropout(Worker.solo(), inPlace, inPlace, p, key);
    Bits.assertEqual(what + " in place", Samples.elements(y), Samples.elements(inPlace));
  }

  @Test
  void dropoutOfATermChangesItsSumByIt() {
    forAllSizes(this::checkTerm);
  }

  private void checkTerm(Matrix a, float p, long key) {
    String what = "dropout of a term " + a + ", p = " + p + ", key " + key;
    Matrix b = samples.matrix(a.rows(), a.cols());
    Matrix before = samples.matrix(a.rows(), a.cols());
    Matrix sum =
        SharedWork.run(
                what,
                List.of(before),
                (w, m, d) -> kernels().dropoutOfTerm(w, a, b, m.get(0), p, key))
            .matrix(0);
    for (int r = 0; r < a.rows(); r++) {
      for (int j = 0; j < a.cols(); j++) {
        boolean kept = DropoutMasks.kept(r * a.cols() + j, p, key);
        double factor = kept ? 1 / (1 - (double) p) - 1 : -1;
        double change = factor * a.get(r, j) * b.get(r, j);
        double bound = 8 * ROUNDING * (Math.abs(before.get(r, j)) + Math.abs(change) / (1 - p));
        assertWithin(what, before.get(r, j) + change, sum.get(r, j), bound);
      }
    }
  }

  @Test
  void zoneoutReplacesWhatItsKeySays() {
    forAllSizes(this::checkZoneout);
  }

  private void checkZoneout(Matrix x, float p, long key) {
    String what = "zoneout " + x + ", p = " + p + ", key " + key;
    Matrix before = samples.matrix(x.rows(), x.cols());
    Matrix state =
        SharedWork.run(
                what, List.of(x), (w, m, d) -> kernels().zoneout(w, before, m.get(0), p, key))
            .matrix(0);
    for (int r = 0; r < x.rows(); r++) {
      for (int j = 0; j < x.cols(); j++) {
        boolean kept = DropoutMasks.kept(r * x.cols() + j, p, key);
        assertEquals(kept ? x.get(r, j) : before.get(r, j), state.get(r, j), what);
      }
    }
  }

  @Test
  void zoneoutDoesNotComputeWithWhatItReplaces() {
    int n = 2 * lanes() + 1;
    Matrix nothing = samples.blank(4, n); // not a number
    Matrix x = samples.matrix(4, n);
    Matrix state = Samples.copy(x);
    kernels().zoneout(Worker.solo(), nothing, state, 0f, 3);
    Bits.assertEqual("none replaced", Samples.elements(x), Samples.elements(state));
  }

  @Test
  void zoneoutMovesTheGradientOfWhatItReplaced() {
    forAllSizes((x, p, key) -> checkZoneoutGradient(x, p, key, true));
    forAllSizes((x, p, key) -> checkZoneoutGradient(x, p, key, false));
  }

  private void checkZoneoutGradient(Matrix x, float p, long key, boolean accumulate) {
    String what = "zoneout backward " + x + ", p = " + p + ", key " + key;
    Matrix before =
        accumulate ? samples.matrix(x.rows(), x.cols()) : samples.blank(x.rows(), x.cols());
    SharedWork.Outcome moved =
        SharedWork.run(
            what,
            List.of(x, before),
            (w, m, d) -> kernels().zoneoutBackward(w, m.get(0), m.get(1), p, key, accumulate));
    for (int r = 0; r < x.rows(); r++) {
      for (int j = 0; j < x.cols(); j++) {
        boolean kept = DropoutMasks.kept(r * x.cols() + j, p, key);
        float past = kept ? 0f : x.get(r, j);
        float sum = accumulate ? before.get(r, j) + past : past;
        assertEquals(kept ? x.get(r, j) : 0f, moved.matrix(0).get(r, j), what);
        assertEquals(sum, moved.matrix(1).get(r, j), what + " before");
      }
    }
  }

  @Test
  void masksOfOtherShapesAndProbabilitiesAreRefused() {
    Refusals.Shape s = Refusals.shape(3, 5);
    Refusals.accepts("dropout", (w, m) -> kernels().dropout(w, m.get(0), m.get(1), 0.5f, 3), s, s);
    Refusals.accepts(
        "dropoutOfTerm",
        (w, m) -> kernels().dropoutOfTerm(w, m.get(0), m.get(1), m.get(2), 0.5f, 3),
        s,
        s,
        s);
    Refusals.accepts("zoneout", (w, m) -> kernels().zoneout(w, m.get(0), m.get(1), 0.5f, 3), s, s);
    Refusals.accepts(
        "zoneoutBackward",
        (w, m) -> kernels().zoneoutBackward(w, m.get(0), m.get(1), 0.5f, 3, false),
        s,
        s);
    Matrix x = samples.matrix(3, 5);
    for (float p : new float[] {-0.1f, 1f, 2f, Float.NaN}) {
      Refusals.refuses("p " + p, List.of(x), () -> kernels().dropout(Worker.solo(), x, x, p, 3));
      Refusals.refuses(
          "p " + p, List.of(x), () -> kernels().dropoutOfTerm(Worker.solo(), x, x, x, p, 3));
      Refusals.refuses("p " + p, List.of(x), () -> kernels().zoneout(Worker.solo(), x, x, p, 3));
      Refusals.refuses(
          "p " + p, List.of(x), () -> kernels().zoneoutBackward(Worker.solo(), x, x, p, 3, true));
    }
  }
}
