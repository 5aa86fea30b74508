package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.head.Continuations;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeacherForcingTest {
  private static final int END = 0;

  /** The token after its own has 0.7, the others 0.1 each; of four. Remembers whole beginnings. */
  private static final class Counting implements Continuations {
    private final List<List<Integer>> asked = new ArrayList<>();
    private List<List<Integer>> last = new ArrayList<>();

    Counting(int inputs) {
      for (int i = 0; i < inputs; i++) {
        last.add(List.of());
      }
    }

    @Override
    public int vocabularySize() {
      return 4;
    }

    @Override
    public Matrix advance(int[] parents, int[] tokens, int n) {
      Matrix logP = Matrix.zeros(n, 4);
      List<List<Integer>> next = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        List<Integer> beginning = new ArrayList<>(last.get(parents[i]));
        beginning.add(tokens[i]);
        next.add(beginning);
        for (int v = 0; v < 4; v++) {
          logP.set(i, v, (float) Math.log(v == (tokens[i] + 1) % 4 ? 0.7 : 0.1));
        }
      }
      last = next;
      asked.addAll(next);
      return logP;
    }
  }

  @Test
  void everyTokenAndTheEndIsPredictedFromTheTrueOnesBefore() {
    TeacherForcing forced = new TeacherForcing();
    Counting model = new Counting(3);
    forced.add(model, END, List.of(new int[] {1, 2, 3}, new int[] {}, new int[] {1, 1}));
    // right: 1 2 3 end | - | 1; wrong: - | end | 1 end
    assertEquals(8, forced.perplexity().tokens());
    assertEquals(5 / 8.0, forced.accuracy());
    double loss = -5 * Math.log(0.7) - 3 * Math.log(0.1);
    assertEquals(loss, forced.perplexity().totalLoss(), 1e-5);
    assertEquals(
        List.of(
            List.of(0),
            List.of(0),
            List.of(0), // all three begin
            List.of(0, 1),
            List.of(0, 1), // the second has ended
            List.of(0, 1, 2),
            List.of(0, 1, 1),
            List.of(0, 1, 2, 3)),
        model.asked);
  }

  @Test
  void countsOfSeveralThreadsAddUp() {
    TeacherForcing all = new TeacherForcing();
    for (int[] target : new int[][] {{1, 2, 3}, {}, {1, 1}}) {
      TeacherForcing one = new TeacherForcing();
      one.add(new Counting(1), END, List.of(target));
      all.add(one);
    }
    assertEquals(5 / 8.0, all.accuracy());
    assertEquals(8, all.perplexity().tokens());
    assertEquals(Double.NaN, new TeacherForcing().accuracy());
  }

  /** Of equally probable ones a greedy search takes the first. */
  @Test
  void ofTiesOnlyTheFirstIsRight() {
    Continuations even =
        new Continuations() {
          @Override
          public int vocabularySize() {
            return 3;
          }

          @Override
          public Matrix advance(int[] parents, int[] tokens, int n) {
            return Matrix.zeros(n, 3);
          }
        };
    TeacherForcing forced = new TeacherForcing();
    forced.add(even, END, List.of(new int[] {1, 2}));
    assertEquals(1 / 3.0, forced.accuracy()); // the end alone
  }

  @Test
  void writtenTokensCountWhereTheyAreExpected() {
    TokenAccuracy accuracy = new TokenAccuracy();
    assertEquals(Double.NaN, accuracy.value());
    accuracy.add(List.of("a", "b"), List.of("a", "b"));
    assertEquals(1, accuracy.value());
    accuracy.add(List.of("b"), List.of("a", "b")); // shifted, and ends too early
    assertEquals(3 / 6.0, accuracy.value());
    accuracy.add(List.of("a", "b", "c"), List.of("a", "b")); // too long
    assertEquals(5 / 9.0, accuracy.value());
    accuracy.add(List.of(), List.of());
    assertEquals(6 / 10.0, accuracy.value());
  }
}
