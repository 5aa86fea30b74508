/**
 * Analytic gradients against numeric ones: public, so that users check layers of their own with it.
 * Depends on nothing but the JDK; {@code LanguageModelGradientCheck} applies it to this project's
 * models.
 */
@NullMarked
package dev.rnn4j.train.gradcheck;

import org.jspecify.annotations.NullMarked;
