/**
 * What a training needs of a model. Knows parameters, batches by number and a loss; neither models
 * nor what they are trained on.
 *
 * <p>May depend on: {@code core.kernel}, {@code core.parameter}, {@code core.tensor}.
 */
@NullMarked
package dev.rnn4j.train.task;

import org.jspecify.annotations.NullMarked;
