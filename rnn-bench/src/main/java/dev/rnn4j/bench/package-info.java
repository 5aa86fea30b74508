/**
 * How fast the engine is: JMH benchmarks of every hot operation, one class per thing measured, and
 * the program that runs them for the scalar kernels and for each vector width and prints one table.
 *
 * <p>May depend on core, simd (at run time, through {@link dev.rnn4j.core.kernel.KernelSelection}),
 * train and JMH. Two classes touch {@code jdk.incubator.vector} itself: {@link
 * dev.rnn4j.bench.FmaPeakBenchmark}, whose point is what the hardware does without our code, and
 * {@link dev.rnn4j.bench.Implementation}, which asks how wide its vectors are.
 */
@NullMarked
package dev.rnn4j.bench;

import org.jspecify.annotations.NullMarked;
