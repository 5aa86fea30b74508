/** Models of one's own. */
module example.models {
  requires dev.rnn4j.train;
}
