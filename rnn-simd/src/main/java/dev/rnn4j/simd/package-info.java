/**
 * {@link dev.rnn4j.core.kernel.Kernels} on the JDK's Vector API: products with packed weights,
 * polynomial transcendentals, gates, softmax and optimisers. The only package that may touch {@code
 * jdk.incubator.vector}, so that an application without that module still runs on the scalar
 * kernels. Knows lanes, and nothing of cells or models.
 *
 * <p>May depend on: {@code core.kernel}, {@code core.tensor}, {@code jdk.incubator.vector}, {@code
 * com.sun.management}.
 */
@NullMarked
package dev.rnn4j.simd;

import org.jspecify.annotations.NullMarked;
