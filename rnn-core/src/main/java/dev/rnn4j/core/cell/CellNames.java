package dev.rnn4j.core.cell;

/**
 * The names of one layer's parameters, as PyTorch forms them: {@code rnn.weight_ih_l0}, {@code
 * rnn.weight_ih_l0_reverse}.
 *
 * @param prefix of the module, such as "rnn."
 * @param suffix of the layer and the direction, such as "_l0" or "_l0_reverse"
 */
public record CellNames(String prefix, String suffix) {
  /**
   * The names of a layer.
   *
   * @param prefix of the module, such as "rnn."
   * @param layer from 0
   * @param reverse whether it reads the sequences from their end
   * @return its names
   */
  public static CellNames of(String prefix, int layer, boolean reverse) {
    return new CellNames(prefix, "_l" + layer + (reverse ? "_reverse" : ""));
  }

  /**
   * The full name of a parameter.
   *
   * @param parameter such as "weight_hh"
   * @return such as "rnn.weight_hh_l0"
   */
  public String of(String parameter) {
    return prefix + parameter + suffix;
  }
}
