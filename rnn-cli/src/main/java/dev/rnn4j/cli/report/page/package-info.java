/**
 * Self-contained HTML pages: blocks of text, tables, charts, heat maps and coloured text, without a
 * script, a link or a file beside them. Knows nothing of models, trainings or options, so that
 * whatever measures something can draw it.
 *
 * <p>May depend on: {@code core.io}, {@code core.text}.
 */
@NullMarked
package dev.rnn4j.cli.report.page;

import org.jspecify.annotations.NullMarked;
