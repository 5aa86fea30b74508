package dev.rnn4j.train.loop;

/**
 * One pass over the data.
 *
 * @param epoch from 0
 * @param trainLoss mean loss while training, in nats per target or whatever is minimised
 * @param validLoss what the validation after the epoch measured; NaN without one
 * @param improved whether this is the best epoch so far; always true without a validation
 * @param learningRate in the last step of this epoch
 */
public record EpochReport(
    int epoch, double trainLoss, double validLoss, boolean improved, double learningRate) {}
