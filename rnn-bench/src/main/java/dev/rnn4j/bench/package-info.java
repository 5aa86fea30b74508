/**
 * How fast the engine is: {@code rnn bench}, which has JMH measure every hot operation on the
 * scalar kernels and on each vector width, and {@code rnn bench --peers}, the comparison with other
 * engines. What both share is in {@code dev.rnn4j.bench.campaign}.
 *
 * <p>May depend on core, simd (at run time, through {@link dev.rnn4j.core.kernel.KernelSelection}),
 * train, JMH, picocli and Jackson. Two classes touch {@code jdk.incubator.vector} themselves:
 * {@code FmaPeak}, whose point is what the hardware does without our code, and {@link
 * dev.rnn4j.bench.Implementation}, which asks how wide its vectors are.
 */
@NullMarked
package dev.rnn4j.bench;

import org.jspecify.annotations.NullMarked;
