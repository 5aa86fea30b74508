package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.peers.PeerCase.Training;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.loop.TrainingStep;
import java.util.function.Consumer;

/** A step of training by this engine, as its trainer does it. */
final class Rnn4jTraining implements Rival.Work {
  private static final double CLIP = 5;

  private final Rnn4jRival.Crew crew;
  private final int tokens;
  private final float rate;
  private final LanguageModelNetwork model;
  private final LanguageModelPass pass;
  private final RecurrentState state;
  private final Parameters gradients;
  private final TrainingStep training;
  private final int[][] inputs = new int[PeerData.WINDOWS][];
  private final int[][] targets = new int[PeerData.WINDOWS][];
  private final Consumer<Worker> task = this::step;
  private int window;

  Rnn4jTraining(Training c, Kernels kernels, Rnn4jRival.Crew crew) {
    this.crew = crew;
    tokens = c.t() * c.b();
    rate = c.rate();
    LanguageModelConfig config = Rnn4jModels.config(c.v(), c.layers(), c.h());
    Parameters parameters = Rnn4jModels.parameters(config, PeerData.weights(c));
    model = LanguageModelNetwork.trainable(config, parameters, kernels);
    gradients = new Parameters(parameters.layout());
    pass = new LanguageModelPass(model, c.t(), c.b(), gradients);
    state = model.newState(c.b());
    Optimization sgd = Optimization.sgd(rate).withClip(CLIP);
    training = new TrainingStep(parameters, gradients, model::repack, sgd, kernels);
    for (int i = 0; i < PeerData.WINDOWS; i++) {
      inputs[i] = PeerData.inputs(c, i);
      targets[i] = PeerData.targets(c, i);
    }
  }

  @Override
  public void run() {
    pass.begin(state);
    crew.run(task);
    pass.end(state);
    training.finish(0, window);
    window = (window + 1) % PeerData.WINDOWS;
  }

  /** What every worker executes. */
  private void step(Worker w) {
    pass.forwardTraining(w, inputs[window], 0L);
    pass.backward(w, inputs[window], targets[window], 1f / tokens, 0L);
    training.update(w, pass.totalLoss(), rate);
  }

  @Override
  public float[] result() {
    return new float[] {(float) (pass.totalLoss() / tokens)};
  }

  @Override
  public void close() {
    crew.close();
  }
}
