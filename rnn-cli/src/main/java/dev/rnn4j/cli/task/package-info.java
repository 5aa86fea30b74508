/**
 * What the kinds of model have in common on the command line: how they are trained, evaluated and
 * resumed, whatever they are. Each kind has a room of its own below this one.
 *
 * <p>May depend on: {@code cli.io}, {@code cli.option}, {@code cli.report}, {@code
 * cli.report.page}, {@code core}, {@code train}, {@code picocli}, {@code com.fasterxml.jackson}.
 */
@NullMarked
package dev.rnn4j.cli.task;

import org.jspecify.annotations.NullMarked;
