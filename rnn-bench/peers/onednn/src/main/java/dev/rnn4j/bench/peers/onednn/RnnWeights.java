package dev.rnn4j.bench.peers.onednn;

import dev.rnn4j.bench.peers.PeerCase.Layer.Cell;
import dev.rnn4j.bench.peers.PeerData.LayerWeights;
import java.util.List;

/**
 * PyTorch's weights in oneDNN's order: (L, D = 1, I, G, H), inputs outermost. The LSTM's gates are
 * i f g o in both; the GRU's r z n are u r o here, u being z.
 */
final class RnnWeights {
  private static final int[] IN_ORDER = {0, 1, 2, 3};
  private static final int[] GRU = {1, 0, 2};

  /** The new gate of a GRU, whose two biases cannot be added beforehand. */
  private static final int NEW = 2;

  private RnnWeights() {}

  private static int[] order(Cell cell) {
    return cell == Cell.GRU ? GRU : IN_ORDER;
  }

  /** W_ih or W_hh of all layers, (L, I, G, H). */
  static float[] weights(Cell cell, int inputs, int h, List<float[]> layers) {
    int gates = cell.gates();
    float[] all = new float[layers.size() * inputs * gates * h];
    int at = 0;
    for (float[] from : layers) {
      for (int i = 0; i < inputs; i++) {
        for (int g = 0; g < gates; g++) {
          int row = order(cell)[g] * h;
          for (int unit = 0; unit < h; unit++) {
            all[at++] = from[(row + unit) * inputs + i];
          }
        }
      }
    }
    return all;
  }

  /** Biases of one layer, (G, H); (4, H) for the GRU, b_hn last. */
  static float[] biases(Cell cell, int h, LayerWeights from) {
    int gates = cell.gates();
    boolean gru = cell == Cell.GRU;
    float[] all = new float[(gru ? gates + 1 : gates) * h];
    for (int g = 0; g < gates; g++) {
      int row = order(cell)[g] * h;
      for (int unit = 0; unit < h; unit++) {
        float recurrent = from.biasHh()[row + unit];
        boolean apart = gru && g == NEW;
        all[g * h + unit] = from.biasIh()[row + unit] + (apart ? 0 : recurrent);
        if (apart) {
          all[gates * h + unit] = recurrent;
        }
      }
    }
    return all;
  }
}
