package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What a stack of recurrent layers computes, on any kernels: outputs and states are those of the
 * double-precision reference, its gradients the numeric ones.
 */
public abstract class RecurrentStackContract {
  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small cases, ragged or not. */
  @Provide
  public Arbitrary<StackCase> cases() {
    return StackCases.stacks();
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  public void outputsAndFinalStatesAreThoseOfTheReference(@ForAll("cases") StackCase example) {
    StackChecks.assertValues(example, kernels());
  }

  /** Of a loss that reads every output and both final states, by every variable there is. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  public void everyGradientIsTheNumericOne(@ForAll("cases") StackCase example) {
    StackChecks.assertGradients(example, kernels());
  }
}
