/** A program that trains a language model with rnn4j, and needs nothing else. */
module example.training {
  requires dev.rnn4j.train;
}
