package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.KernelBfloat16Contract;
import dev.rnn4j.testkit.KernelElementwiseContract;
import dev.rnn4j.testkit.KernelProductsContract;
import dev.rnn4j.testkit.KernelRefusalsContract;
import dev.rnn4j.testkit.KernelSoftmaxContract;
import dev.rnn4j.testkit.KernelUpdatesContract;
import org.junit.jupiter.api.Nested;

/** The vector kernels keep the contract of all kernels, at whatever width they run. */
class SimdKernelsContractTest {
  private static final Kernels KERNELS = new SimdKernels(WarmUp.none());

  @Nested
  class Products extends KernelProductsContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }

    @Override
    protected int lanes() {
      return Blocking.LANES;
    }
  }

  @Nested
  class Bfloat16 extends KernelBfloat16Contract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }

    @Override
    protected int lanes() {
      return Blocking.LANES;
    }
  }

  @Nested
  class Elementwise extends KernelElementwiseContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }

    @Override
    protected int lanes() {
      return Blocking.LANES;
    }
  }

  @Nested
  class Softmax extends KernelSoftmaxContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }

    @Override
    protected int lanes() {
      return Blocking.LANES;
    }
  }

  @Nested
  class Updates extends KernelUpdatesContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }

    @Override
    protected int lanes() {
      return Blocking.LANES;
    }
  }

  @Nested
  class Refusals extends KernelRefusalsContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }
  }

  @Nested
  class RefusalsBeforeTheWarmUp extends KernelRefusalsContract {
    @Override
    protected Kernels kernels() {
      return new SimdKernels(WarmUp.endless()); // packing weights again ends its warm-up
    }
  }
}
