/**
 * Results as a page: what stands on it. How it is written and drawn is {@code
 * dev.rnn4j.cli.report.page}'s alone.
 */
@NullMarked
package dev.rnn4j.bench.page;

import org.jspecify.annotations.NullMarked;
