package dev.rnn4j.train.loop;

/**
 * One training step.
 *
 * @param epoch from 0
 * @param step in the epoch, from 0
 * @param stepsInEpoch how many there are
 * @param tokens predicted in this step
 * @param loss mean cross-entropy of this step, in nats per token
 * @param epochLoss mean cross-entropy of the epoch so far
 * @param gradientNorm norm of all gradients before clipping
 * @param learningRate in this step
 */
public record StepReport(
    int epoch,
    int step,
    int stepsInEpoch,
    int tokens,
    double loss,
    double epochLoss,
    double gradientNorm,
    double learningRate) {}
