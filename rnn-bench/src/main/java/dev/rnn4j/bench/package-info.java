/**
 * How fast the engine is: {@code rnn bench}, which has JMH measure every hot operation on the
 * scalar kernels and on each vector width, and {@code rnn bench --peers}, the comparison with other
 * engines; {@code rnn bench --compare} and {@code --from} show what was measured before. What they
 * share is in {@code dev.rnn4j.bench.campaign}, pages are in {@code dev.rnn4j.bench.page}.
 *
 * <p>May depend on core, simd (at run time, through {@link dev.rnn4j.core.kernel.KernelSelection}),
 * train, cli (which draws pages and checks where they go), JMH, picocli and Jackson. Three classes
 * touch {@code jdk.incubator.vector} themselves: {@code FmaPeak} and {@code ReadBandwidth}, whose
 * point is what the hardware does without our code, and {@link dev.rnn4j.bench.Implementation},
 * which asks how wide its vectors are.
 */
@NullMarked
package dev.rnn4j.bench;

import org.jspecify.annotations.NullMarked;
