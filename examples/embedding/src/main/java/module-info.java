/** An application that embeds rnn4j, and needs nothing else. */
module example.embedding {
  requires dev.rnn4j.core;
}
