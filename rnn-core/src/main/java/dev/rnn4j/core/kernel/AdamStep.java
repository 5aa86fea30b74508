package dev.rnn4j.core.kernel;

/**
 * The numbers of one Adam update (Kingma and Ba 2015, algorithm 1): with g = scale · gradient, m ←
 * β1 m + (1 - β1) g, v ← β2 v + (1 - β2) g², θ ← θ - (rate · (m · correction1) / (√(v ·
 * correction2) + epsilon) + decay · θ). With a decay it is AdamW (Loshchilov and Hutter 2019,
 * algorithm 2).
 *
 * @param update scale, rate and decay
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the denominator
 * @param correction1 1 / (1 - β1ᵗ)
 * @param correction2 1 / (1 - β2ᵗ)
 */
public record AdamStep(
    UpdateStep update,
    float beta1,
    float beta2,
    float epsilon,
    float correction1,
    float correction2) {}
