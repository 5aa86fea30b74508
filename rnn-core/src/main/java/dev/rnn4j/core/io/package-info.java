/**
 * Bytes on disk: tensors in the safetensors format, the parameters of any model as such tensors
 * ({@link dev.rnn4j.core.io.ParameterTensors}), and one small class for each kind of model file.
 *
 * <p>This package exists so that a model file is checked in one place, before anything trusts it. A
 * file may come from anywhere: every number in it is validated before memory proportional to that
 * number is allocated, and whatever is wrong with it arrives as one {@link
 * dev.rnn4j.core.io.ModelFormatException}. Files are replaced atomically: at every moment the
 * destination is either the old complete file or the new one. No regular expressions, streams or
 * formatted strings where files are read, because reading a model is part of the start of a
 * command.
 *
 * <p>Only the classes of model files know a model, and the parts and the vocabulary it is made of;
 * the format layer knows names, shapes and values. The checkpoints of a training run are built on
 * this package elsewhere.
 *
 * <p>May depend on: {@code core.cell}, {@code core.head}, {@code core.io.json}, {@code
 * core.kernel}, {@code core.layer}, {@code core.model}, {@code core.parameter}, {@code core.text}.
 */
@NullMarked
package dev.rnn4j.core.io;

import org.jspecify.annotations.NullMarked;
