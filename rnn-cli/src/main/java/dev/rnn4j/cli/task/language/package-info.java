/**
 * Language models: how they are trained on texts and resumed.
 *
 * <p>May depend on: {@code cli.io}, {@code cli.option}, {@code cli.report}, {@code
 * cli.report.page}, {@code cli.task}, {@code core}, {@code train}, {@code picocli}.
 */
@NullMarked
package dev.rnn4j.cli.task.language;

import org.jspecify.annotations.NullMarked;
