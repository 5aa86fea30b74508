/**
 * Models, composed of inputs, stacks and heads, and the sessions through which applications use
 * them. Contains no training loop and reads no files.
 *
 * <p>May depend on: {@code core.cell}, {@code core.head}, {@code core.kernel}, {@code core.layer},
 * {@code core.parameter}, {@code core.random}, {@code core.tensor}, {@code core.text}.
 */
@NullMarked
package dev.rnn4j.core.model;

import org.jspecify.annotations.NullMarked;
