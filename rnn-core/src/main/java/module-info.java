/** The engine an application embeds: tensors, kernels, cells, layers, models and model files. */
@SuppressWarnings("module") // the modules of qualified exports are compiled after this one
module dev.rnn4j.core {
  requires static org.jspecify;

  exports dev.rnn4j.core.tensor;
  exports dev.rnn4j.core.kernel;
  exports dev.rnn4j.core.cell;
  exports dev.rnn4j.core.layer;
  exports dev.rnn4j.core.head;
  exports dev.rnn4j.core.model;
  exports dev.rnn4j.core.parameter;
  exports dev.rnn4j.core.io;
  exports dev.rnn4j.core.io.json to
      dev.rnn4j.train;
  exports dev.rnn4j.core.random;
  exports dev.rnn4j.core.text;

  uses dev.rnn4j.core.kernel.KernelProvider;
}
