/**
 * How good a model is: the perplexity of a network on a text, and n-gram models as the baselines it
 * has to beat. Both follow one convention (every token is predicted, the first from the start id),
 * so their numbers compare. May depend on {@code train.data} and on core; the n-gram models know
 * nothing of networks.
 */
@NullMarked
package dev.rnn4j.train.eval;

import org.jspecify.annotations.NullMarked;
