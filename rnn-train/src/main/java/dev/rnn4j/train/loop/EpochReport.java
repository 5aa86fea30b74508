package dev.rnn4j.train.loop;

/**
 * One pass over the text.
 *
 * @param epoch from 0
 * @param trainLoss mean cross-entropy while training, in nats per token
 * @param validLoss mean cross-entropy of the validation text after the epoch; NaN without one
 * @param improved whether this is the best epoch so far; always true without a validation text
 * @param learningRate in this epoch
 */
public record EpochReport(
    int epoch, double trainLoss, double validLoss, boolean improved, double learningRate) {}
