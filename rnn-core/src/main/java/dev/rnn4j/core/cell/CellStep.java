package dev.rnn4j.core.cell;

import dev.rnn4j.core.tensor.Matrix;

/**
 * The buffers of one time step t of one layer, as views into the layer's time-major buffers. Cells
 * without a cell state have matrices of no columns in the places of {@code cPrev, c, tanhC, dc},
 * those that add up their products one in the place of {@code recurrent}.
 *
 * @param gates (B, G·H): pre-activations, then activated gates, on the way back their gradient dz
 * @param recurrent (B, G·H): W_hh h(t-1) + b_hh, on the way back its gradient
 * @param hPrev (B, H): h(t-1)
 * @param h (B, H): h(t)
 * @param cPrev (B, H): c(t-1)
 * @param c (B, H): c(t)
 * @param tanhC (B, H): tanh(c(t))
 */
public record CellStep(
    Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h, Matrix cPrev, Matrix c, Matrix tanhC) {}
