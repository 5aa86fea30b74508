/**
 * What is said: progress, results, notes, descriptions, the words of errors. Knows {@code
 * cli.option} and {@code cli.io}, core and train.
 */
@NullMarked
package dev.rnn4j.cli.report;

import org.jspecify.annotations.NullMarked;
