/**
 * Analytic gradients against numeric ones: public, so that users check layers of their own with it.
 * The check itself knows functions and arrays only; {@code LanguageModelGradientCheck} applies it
 * to this project's models.
 *
 * <p>May depend on: {@code core.cell}, {@code core.head}, {@code core.kernel}, {@code core.layer},
 * {@code core.model}, {@code core.parameter}, {@code core.random}, {@code core.tensor}.
 */
@NullMarked
package dev.rnn4j.train.gradcheck;

import org.jspecify.annotations.NullMarked;
