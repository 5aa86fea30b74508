/**
 * Forecasters: how they are trained on tables of numbers, compared with simpler rules, and used.
 *
 * <p>May depend on: {@code cli.io}, {@code cli.option}, {@code cli.report}, {@code
 * cli.report.page}, {@code cli.task}, {@code core}, {@code train}, {@code picocli}.
 */
@NullMarked
package dev.rnn4j.cli.task.forecast;

import org.jspecify.annotations.NullMarked;
