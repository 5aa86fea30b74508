package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.UpdateStep;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Some steps of training a tiny model, by the engine and by the reference: the gradient of the mean
 * loss, clipped to a norm of 1, plain gradient descent, the state carried from step to step. Every
 * step has tokens and dropout of its own.
 */
final class GoldenTraining {
  private static final double RATE = 0.5;
  private static final double CLIP = 1;

  private GoldenTraining() {}

  /**
   * What came of it.
   *
   * @param logits of the first step, (T*B, V)
   * @param losses mean loss of every step
   * @param norms of the first step's gradients by parameter
   */
  record Outcome(List<Double> logits, List<Double> losses, SequencedMap<String, Double> norms) {}

  private static LanguageModelCase at(LanguageModelCase first, int step) {
    return new LanguageModelCase(
        first.config(), first.steps(), first.batch(), first.ragged(), first.seed() + step);
  }

  static Outcome byReference(LanguageModelCase first, int steps) {
    Map<String, double[]> parameters = first.parameters();
    ReferenceLanguageModel model = new ReferenceLanguageModel(first.config(), parameters);
    ReferenceState state = first.initialState();
    Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    for (int step = 0; step < steps; step++) {
      LanguageModelCase example = at(first, step);
      double[][] masks =
          example.window(site -> RandomSource.derive(example.dropoutKey(), site)).masks();
      ReferenceWindow window =
          new ReferenceWindow(
              first.steps(), first.batch(), example.inputs(), example.targets(), state, masks);
      ReferenceResult result = model.run(window);
      outcome.losses().add(result.meanLoss());
      Map<String, double[]> gradients = new LinkedHashMap<>();
      for (Map.Entry<String, double[]> entry : parameters.entrySet()) {
        int[] all = CentralDifferences.allIndices(entry.getValue().length);
        gradients.put(
            entry.getKey(),
            model.gradient(entry.getKey(), all, window, CentralDifferences.fourPoint()));
      }
      if (step == 0) {
        Arrays.stream(result.logits()).forEach(outcome.logits()::add);
        gradients.forEach((name, g) -> outcome.norms().put(name, Math.sqrt(squares(g))));
      }
      descend(parameters, gradients);
      state = result.finalState();
    }
    return outcome;
  }

  private static void descend(Map<String, double[]> parameters, Map<String, double[]> gradients) {
    double norm = Math.sqrt(gradients.values().stream().mapToDouble(g -> squares(g)).sum());
    double factor = Math.min(1, CLIP / norm);
    gradients.forEach((name, gradient) -> {
      double[] values = Objects.requireNonNull(parameters.get(name), name);
      for (int i = 0; i < values.length; i++) {
        values[i] -= RATE * factor * gradient[i];
      }
    });
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(v -> v * v).sum();
  }

  static Outcome byEngine(LanguageModelCase first, int steps, Kernels kernels) {
    LanguageModelNetwork model = EngineRun.trainable(first, kernels);
    Parameters gradients = new Parameters(model.parameters().layout());
    LanguageModelPass pass = new LanguageModelPass(model, first.steps(), first.batch(), gradients);
    RecurrentState state = EngineRun.initialState(first, model);
    Worker w = Worker.solo();
    Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    for (int step = 0; step < steps; step++) {
      LanguageModelCase example = at(first, step);
      int[] targets = example.targets();
      int count = (int) Arrays.stream(targets).filter(t -> t >= 0).count();
      pass.begin(state);
      pass.forwardTraining(w, example.inputs(), example.dropoutKey());
      pass.end(state);
      if (step == 0) {
        for (float logit : EngineRun.values(pass.logits())) {
          outcome.logits().add((double) logit);
        }
      }
      pass.backward(w, example.inputs(), targets, 1f / count, example.dropoutKey());
      outcome.losses().add(pass.totalLoss() / count);
      if (step == 0) {
        for (ParameterShape shape : ParameterShape.of(first.config())) {
          double[] g = widened(EngineRun.values(gradients.matrix(shape.name())));
          outcome.norms().put(shape.name(), Math.sqrt(squares(g)));
        }
      }
      double norm = Math.sqrt(squares(widened(gradients.values())));
      float factor = (float) Math.min(1, CLIP / norm);
      kernels.sgd(
          w,
          model.parameters().values(),
          gradients.values(),
          new UpdateStep(factor, (float) RATE, 0));
      model.repack(w);
    }
    return outcome;
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }
}
