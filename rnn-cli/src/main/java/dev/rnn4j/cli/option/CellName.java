package dev.rnn4j.cli.option;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.kernel.Activation;

/** The kinds of cell, as {@code --cell} names them. */
public enum CellName {
  RNN,
  LSTM,
  GRU;

  /** The kind; the activation is without effect on those that have their own. */
  CellConfig cell(Activation activation) {
    return CellConfig.of(Choice.id(this), activation);
  }
}
