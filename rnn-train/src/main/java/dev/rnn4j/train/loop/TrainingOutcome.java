package dev.rnn4j.train.loop;

/** Whether a training has steps left, and if not, what ended it. */
public enum TrainingOutcome {
  /** There are steps left. */
  UNFINISHED,
  /** All epochs that the options ask for are done. */
  EPOCHS_DONE,
  /** As many epochs in a row as the patience allows have not improved the validation loss. */
  PATIENCE_RAN_OUT
}
