/**
 * What is said: progress, results, notes, descriptions, the words of errors.
 *
 * <p>May depend on: {@code cli.io}, {@code cli.option}, {@code cli.report.page}, {@code core},
 * {@code train}, {@code picocli}, {@code com.fasterxml.jackson}, {@code com.sun.management}.
 */
@NullMarked
package dev.rnn4j.cli.report;

import org.jspecify.annotations.NullMarked;
