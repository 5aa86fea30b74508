package dev.rnn4j.core.model;

/**
 * What a stream has come to after one more row.
 *
 * @param next the forecast from here
 * @param surprise how far the row is from what was predicted before it, |error| / spread, of the
 *     target for which that is the most: 1 is usual, and if errors are normally distributed one
 *     target is above 3 in a row of 370. NaN if nothing was predicted or no target is observed
 */
public record ForecastStep(Forecast next, double surprise) {}
