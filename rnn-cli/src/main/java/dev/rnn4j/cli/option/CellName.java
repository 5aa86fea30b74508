package dev.rnn4j.cli.option;

/** The kinds of cell, as {@code --cell} names them. */
public enum CellName {
  RNN,
  LSTM,
  GRU
}
