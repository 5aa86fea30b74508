package dev.rnn4j.core.cell;

import dev.rnn4j.core.tensor.Matrix;

/**
 * The gradients that flow through one time step t of one layer.
 *
 * @param dhPrev (B, H): gradient of h(t-1), added to
 * @param dh (B, H): gradient of h(t), complete
 * @param dc (B, H): gradient of c(t) from step t+1, replaced by that of c(t-1); no columns without
 *     a cell state
 */
public record CellGradient(Matrix dhPrev, Matrix dh, Matrix dc) {}
