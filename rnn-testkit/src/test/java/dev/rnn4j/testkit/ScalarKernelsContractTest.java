package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import org.junit.jupiter.api.Nested;

/** The scalar kernels keep {@link KernelsContract}. */
class ScalarKernelsContractTest {
  private static final Kernels KERNELS = new ScalarKernels();

  @Nested
  class Products extends KernelProductsContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class Bfloat16 extends KernelBfloat16Contract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class Gates extends KernelGatesContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class Masks extends KernelMasksContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class HalfSteps extends KernelHalfStepsContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class Losses extends KernelLossesContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class ActivationProducts extends KernelActivationProductsContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class Unpacking extends KernelUnpackingContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class Rows extends KernelRowsContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class Norms extends KernelNormsContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class Updates extends KernelUpdatesContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class Refusals extends KernelRefusalsContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }
}
