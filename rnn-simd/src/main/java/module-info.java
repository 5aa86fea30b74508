/** Vector kernels for rnn4j; found through {@link java.util.ServiceLoader}, exports nothing. */
module dev.rnn4j.simd {
  requires dev.rnn4j.core;
  requires jdk.incubator.vector;
  requires jdk.management;
  requires static org.jspecify;

  provides dev.rnn4j.core.kernel.KernelProvider with
      dev.rnn4j.simd.SimdKernelProvider;
}
