package dev.rnn4j.train.loop;

/**
 * One training step.
 *
 * @param epoch from 0
 * @param step in the epoch, from 0
 * @param stepsInEpoch how many there are
 * @param targets of this step
 * @param loss mean loss of this step, in nats per target or whatever is minimised
 * @param epochLoss mean loss of the epoch so far
 * @param gradientNorm norm of all gradients before clipping
 * @param learningRate in this step
 */
public record StepReport(
    int epoch,
    int step,
    int stepsInEpoch,
    int targets,
    double loss,
    double epochLoss,
    double gradientNorm,
    double learningRate) {}
