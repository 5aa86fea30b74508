/**
 * What every measurement of this program shares: rounds in which contestants take turns, their
 * results, one text report and one JSON shape. Knows neither JMH nor any engine.
 */
@NullMarked
package dev.rnn4j.bench.campaign;

import org.jspecify.annotations.NullMarked;
