package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.MC;
import static dev.rnn4j.simd.Blocking.MR;
import static dev.rnn4j.simd.Blocking.NR;
import static dev.rnn4j.simd.Blocking.OUTER_KC;
import static dev.rnn4j.simd.Blocking.OUTER_MC;
import static dev.rnn4j.simd.Blocking.OUTER_NC;
import static dev.rnn4j.simd.Blocking.PACK_FROM;
import static dev.rnn4j.simd.Blocking.ROWS_TO_SPLIT;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.testkit.KernelActivationProductsContract;
import dev.rnn4j.testkit.KernelBfloat16Contract;
import dev.rnn4j.testkit.KernelGatesContract;
import dev.rnn4j.testkit.KernelHalfStepsContract;
import dev.rnn4j.testkit.KernelLossesContract;
import dev.rnn4j.testkit.KernelMasksContract;
import dev.rnn4j.testkit.KernelNormsContract;
import dev.rnn4j.testkit.KernelProductsContract;
import dev.rnn4j.testkit.KernelRefusalsContract;
import dev.rnn4j.testkit.KernelRowsContract;
import dev.rnn4j.testkit.KernelUnpackingContract;
import dev.rnn4j.testkit.KernelUpdatesContract;
import dev.rnn4j.testkit.ProductBlocks;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The vector kernels keep the contract of all kernels, at whatever width they run. */
class SimdKernelsContractTest {
  private static final Kernels KERNELS = new SimdKernels(WarmUp.none());
  private static final ProductBlocks BLOCKS =
      new ProductBlocks(
          List.of(MR, MC, ROWS_TO_SPLIT),
          List.of(NR, Blocking.STREAM1 * NR, Blocking.STREAM2 * NR, Math.min(PACK_FROM, 512)),
          List.of(KC),
          List.of(MR, OUTER_MC),
          List.of(NR, OUTER_NC),
          List.of(OUTER_KC));

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

    @Override
    protected ProductBlocks blocks() {
      return BLOCKS;
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

    @Override
    protected ProductBlocks blocks() {
      return BLOCKS;
    }
  }

  @Nested
  class Gates extends KernelGatesContract {
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
  class Masks extends KernelMasksContract {
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
  class HalfSteps extends KernelHalfStepsContract {
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
  class Losses extends KernelLossesContract {
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
  class ActivationProducts extends KernelActivationProductsContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }

    @Override
    protected int lanes() {
      return Blocking.LANES;
    }

    @Override
    protected ProductBlocks blocks() {
      return BLOCKS;
    }
  }

  @Nested
  class Unpacking extends KernelUnpackingContract {
    @Override
    protected Kernels kernels() {
      return KERNELS;
    }

    @Override
    protected int lanes() {
      return Blocking.LANES;
    }

    @Override
    protected ProductBlocks blocks() {
      return BLOCKS;
    }
  }

  @Nested
  class Rows extends KernelRowsContract {
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
  class Norms extends KernelNormsContract {
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

  /** One worker takes the plain code, several the vectors: they must agree to the bit. */
  @Nested
  class Bfloat16BeforeTheWarmUp extends KernelBfloat16Contract {
    @Override
    protected Kernels kernels() {
      return new SimdKernels(WarmUp.endless()); // packing weights again ends its warm-up
    }

    @Override
    protected int lanes() {
      return Blocking.LANES;
    }

    @Override
    protected ProductBlocks blocks() {
      return BLOCKS;
    }
  }

  /** One worker takes the plain code, several the vectors: they must agree to the bit. */
  @Nested
  class ProductsBeforeTheWarmUp extends KernelProductsContract {
    @Override
    protected Kernels kernels() {
      return new SimdKernels(WarmUp.endless()); // packing weights again ends its warm-up
    }

    @Override
    protected int lanes() {
      return Blocking.LANES;
    }

    @Override
    protected ProductBlocks blocks() {
      return BLOCKS;
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
