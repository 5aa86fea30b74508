package dev.rnn4j.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.bench.peers.PeerCase.Stack;
import dev.rnn4j.bench.peers.StackResult.Part;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgreementTest {
  private static final long SEED = 3;

  @TempDir private Path folder;

  private static List<float[]> results() {
    List<float[]> results = new ArrayList<>();
    for (Stack c : PeerCases.stacks(SEED)) {
      try (Rival.Work work = new Rnn4jStack(c, new ScalarKernels(), new Rnn4jRival.Crew(1))) {
        results.add(RivalMain.output(work, 1));
      }
    }
    return results;
  }

  @Test
  void everyKindIsComparedWithOneToThreeLayersOneDirectionOrTwoFullAndRagged() {
    List<Stack> cases = PeerCases.stacks(SEED);
    assertEquals(5 * 3 * 2 * 2, cases.stream().map(Stack::name).distinct().count());
    for (Stack c : cases) {
      int[] lengths = c.lengths();
      assertTrue(lengths.length >= 2 && lengths[lengths.length - 1] >= 1, c.name());
      assertEquals(!c.ragged(), lengths[0] == lengths[lengths.length - 1], c.name());
      boolean projected = c.network() == Stack.Network.LSTM_PROJECTED;
      assertEquals(projected, c.outputs() < c.hidden(), c.name());
    }
  }

  @Test
  void anotherSeedDrawsOtherSizesAndNumbers() {
    Stack one = PeerCases.stacks(1).getFirst();
    Stack two = PeerCases.stacks(2).getFirst();
    assertFalse(one.hidden() == two.hidden() && one.inputs() == two.inputs());
    assertFalse(Arrays.equals(PeerData.values(one, "x", 9), PeerData.values(two, "x", 9)));
    assertFalse(Arrays.equals(PeerData.values(one, "x", 9), PeerData.values(one, "h", 9)));
  }

  @Test
  void theSameNumbersAgree() {
    Agreement agreement = new Agreement(SEED, 2);
    agreement.compare("itself", results(), kernels());
    assertTrue(agreement.agrees());
    String text = String.join("\n", agreement.lines());
    assertTrue(text.contains("agrees: at most 0.0e+00 forward"), text);
    assertTrue(text.contains("lstm-projected-3-both-ragged-seed3"), text);
  }

  @Test
  void theVectorKernelsAgreeWithTheScalarOnes() {
    Agreement agreement = new Agreement(SEED, 1);
    agreement.compareOwn();
    String text = String.join("\n", agreement.lines());
    assertTrue(agreement.agrees(), text);
    assertFalse(text.contains("at most 0.0e+00 forward"), "compared with itself: " + text);
  }

  private static Map<String, Kernels> kernels() {
    return Map.of("scalar", new ScalarKernels());
  }

  @Test
  void everyTensorThatDiffersIsNamed() {
    List<float[]> results = results();
    int last = results.size() - 1;
    Stack c = PeerCases.stacks(SEED).get(last);
    int from = 0;
    for (Part part : StackResult.parts(c)) {
      float[] wrong = results.get(last).clone();
      float largest = 0;
      for (int i = from; i < from + part.length(); i++) {
        largest = Math.max(largest, Math.abs(wrong[i]));
      }
      wrong[from + part.length() - 1] += largest * (part.gradient() ? 3e-4f : 3e-5f);
      List<float[]> all = new ArrayList<>(results);
      all.set(last, wrong);
      Agreement agreement = new Agreement(SEED, 1);
      agreement.compare("another", all, kernels());
      assertFalse(agreement.agrees(), part.name());
      String what = (part.gradient() ? "the gradient of " : ": ") + part.name() + " differs by";
      String text = String.join("\n", agreement.lines());
      assertTrue(text.contains(what), text);
      assertTrue(text.contains("DOES NOT AGREE, in 1 tensors"), text);
      from += part.length();
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void whatIsNoNumberDoesNotAgree(float value) {
    List<float[]> results = results();
    results.getFirst()[0] = value;
    Agreement agreement = new Agreement(SEED, 1);
    agreement.compare("another", results, kernels());
    assertFalse(agreement.agrees());
  }

  @Test
  void aResultOfAnotherLengthIsRefused() {
    Stack c = PeerCases.stacks(SEED).getFirst();
    float[] right = results().getFirst();
    assertThrows(
        IllegalArgumentException.class,
        () -> StackResult.differences(c, right, Arrays.copyOf(right, right.length - 1)));
  }

  @Test
  void anEngineThatCannotRunIsAFailure() throws Exception {
    Agreement agreement = new Agreement(SEED, 1);
    agreement.compare(PeerEngine.PYTORCH, folder, folder);
    assertFalse(agreement.agrees());
    assertTrue(agreement.lines().getFirst().startsWith("pytorch cannot be compared: "));
  }
}
