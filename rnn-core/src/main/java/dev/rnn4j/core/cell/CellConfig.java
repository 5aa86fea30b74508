package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Activation;
import java.util.List;

/** The kinds of cell that come with the library: those that a model's file can name. */
public sealed interface CellConfig extends Cell permits ElmanCell, LstmCell, GruCell {
  /** The names of all kinds. */
  List<String> NAMES = List.of("rnn", "lstm", "gru");

  /** {@return its name in files and on the command line, one of {@link #NAMES}} */
  String name();

  /** {@return the nonlinearity; tanh for the kinds that leave no choice} */
  default Activation activation() {
    return Activation.TANH;
  }

  /** {@return whether there is layer normalisation inside the step (Ba et al. 2016)} */
  boolean layerNorm();

  /**
   * {@return the names of the gates, in the order in which they stand side by side; none for the
   * kinds without gates}
   */
  default List<String> gateNames() {
    return List.of();
  }

  /** {@return one of each kind, all with tanh and without options} */
  static List<CellConfig> all() {
    return NAMES.stream().map(name -> of(name, Activation.TANH)).toList();
  }

  /**
   * The kind of a name, without options.
   *
   * @param name one of {@link #NAMES}, in lower case
   * @param activation the nonlinearity of kinds that leave a choice; without effect on others
   * @return the kind
   * @throws IllegalArgumentException if there is none of that name
   */
  static CellConfig of(String name, Activation activation) {
    return switch (name) {
      case "rnn" -> new ElmanCell(activation);
      case "lstm" -> new LstmCell();
      case "gru" -> new GruCell();
      default -> throw new IllegalArgumentException("unknown cell; this version knows " + NAMES);
    };
  }
}
