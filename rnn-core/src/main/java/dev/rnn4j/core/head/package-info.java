/**
 * What the outputs of a stack mean, and what training minimises: pooling, classes, sequences of
 * tags, squared error. Each head has its forward pass, losses and backward pass. What is decoded
 * from a head stands here too: the most probable sequences of a model that writes token by token
 * ({@link dev.rnn4j.core.head.BeamSearch}).
 *
 * <p>May depend on: {@code core.cell}, {@code core.kernel}, {@code core.layer}, {@code
 * core.parameter}, {@code core.random}, {@code core.tensor}.
 */
@NullMarked
package dev.rnn4j.core.head;

import org.jspecify.annotations.NullMarked;
