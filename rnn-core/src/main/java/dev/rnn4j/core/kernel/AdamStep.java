package dev.rnn4j.core.kernel;

/**
 * The numbers of one Adam update (Kingma and Ba 2015, algorithm 1): with g = scale · gradient, m ←
 * β1 m + (1 - β1) g, v ← β2 v + (1 - β2) g², θ ← θ - rate · (m · correction1) / (√(v · correction2)
 * + epsilon).
 *
 * @param scale factor on the gradient, such as the one clipping asks for
 * @param rate learning rate
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the denominator
 * @param correction1 1 / (1 - β1ᵗ)
 * @param correction2 1 / (1 - β2ᵗ)
 */
public record AdamStep(
    float scale,
    float rate,
    float beta1,
    float beta2,
    float epsilon,
    float correction1,
    float correction2) {}
