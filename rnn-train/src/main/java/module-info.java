/** Training: data, optimisers, the loop, evaluation, gradient checks and checkpoints. */
module dev.rnn4j.train {
  requires transitive dev.rnn4j.core;
  requires static org.jspecify;

  exports dev.rnn4j.train.data;
  exports dev.rnn4j.train.optim;
  exports dev.rnn4j.train.loop;
  exports dev.rnn4j.train.eval;
  exports dev.rnn4j.train.task;
  exports dev.rnn4j.train.model;
  exports dev.rnn4j.train.gradcheck;
  exports dev.rnn4j.train.gradients;
  exports dev.rnn4j.train.checkpoint;
}
