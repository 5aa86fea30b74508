/**
 * Bytes on disk: tensors in the safetensors format, and the JSON that describes them.
 *
 * <p>This package exists so that a model file is checked in one place, before anything trusts it. A
 * file may come from anywhere: every number in it is validated before memory proportional to that
 * number is allocated, and whatever is wrong with it arrives as one {@link
 * dev.rnn4j.core.io.ModelFormatException}. Files are replaced atomically: at every moment the
 * destination is either the old complete file or the new one.
 *
 * <p>The format layer knows names, shapes and values, not what they mean to a network, and depends
 * on {@code java.base} only. What makes a language model of them stands on top, in {@code
 * LanguageModelFile}, which alone depends on {@code core.model} and what that is made of. The
 * checkpoints of a training run are built on this package elsewhere. No regular expressions,
 * streams or formatted strings where files are read, because reading a model is part of the start
 * of a command.
 */
@NullMarked
package dev.rnn4j.core.io;

import org.jspecify.annotations.NullMarked;
