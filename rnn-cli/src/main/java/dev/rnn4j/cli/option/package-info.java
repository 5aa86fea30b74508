/**
 * What can be asked for and what it means: options shared by commands, converters of their values,
 * presets, sources of texts.
 *
 * <p>May depend on: {@code cli.io}, {@code core}, {@code train}, {@code picocli}.
 */
@NullMarked
package dev.rnn4j.cli.option;

import org.jspecify.annotations.NullMarked;
