/**
 * How good a model is: the perplexity of a network on a text, and n-gram models as the baselines it
 * has to beat. Both follow one convention (every token is predicted, the first from the start id),
 * so their numbers compare. The n-gram models know nothing of networks. Likewise the errors of
 * forecasts ({@link dev.rnn4j.train.eval.ForecastScore}), and rules of thumb and a linear model as
 * the baselines.
 *
 * <p>May depend on: {@code core.head}, {@code core.kernel}, {@code core.layer}, {@code core.model},
 * {@code core.tensor}, {@code core.text}, {@code train.data}.
 */
@NullMarked
package dev.rnn4j.train.eval;

import org.jspecify.annotations.NullMarked;
