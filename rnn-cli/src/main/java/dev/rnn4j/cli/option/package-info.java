/**
 * What can be asked for and what it means: options shared by commands, converters of their values,
 * presets, sources of texts. Knows {@code cli.io}, core and train.
 */
@NullMarked
package dev.rnn4j.cli.option;

import org.jspecify.annotations.NullMarked;
