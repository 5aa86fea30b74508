/**
 * Models that answer questions about stories: how they are trained, evaluated and used.
 *
 * <p>May depend on: {@code cli.io}, {@code cli.option}, {@code cli.report}, {@code
 * cli.report.page}, {@code cli.task}, {@code core}, {@code train}, {@code picocli}.
 */
@NullMarked
package dev.rnn4j.cli.task.answer;

import org.jspecify.annotations.NullMarked;
