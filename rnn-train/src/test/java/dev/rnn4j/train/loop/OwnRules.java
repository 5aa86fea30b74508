package dev.rnn4j.train.loop;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.train.optim.Optimizer;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** An optimiser and a schedule as a user of the library would write them. */
public final class OwnRules {
  private OwnRules() {}

  /**
   * Lion (Chen et al. 2023) without weight decay: θ ← θ - rate · sign(β m + (1 - β) g), then m ←
   * 0.99 m + 0.01 g.
   *
   * @param beta β
   */
  public record Lion(float beta) implements OptimizerChoice {
    @Override
    public String name() {
      return "lion";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      return new LinkedHashMap<>(Map.of("beta", beta));
    }

    @Override
    public int moments() {
      return 1;
    }

    @Override
    public Optimizer create(int size, Kernels kernels) {
      return new LionOptimizer(beta, new float[size]);
    }
  }

  private static final class LionOptimizer implements Optimizer {
    private final float beta;
    private final float[] m;
    private long updates;

    LionOptimizer(float beta, float[] m) {
      this.beta = beta;
      this.m = m;
    }

    @Override
    public void update(Worker w, float[] theta, float[] gradient, float scale, float rate) {
      for (int i = w.from(theta.length, 1); i < w.to(theta.length, 1); i++) {
        float g = scale * gradient[i];
        theta[i] -= rate * Math.signum(beta * m[i] + (1 - beta) * g);
        m[i] = 0.99f * m[i] + 0.01f * g;
      }
    }

    @Override
    public void finishUpdate() {
      updates++;
    }

    @Override
    public long updates() {
      return updates;
    }

    @Override
    public void resumeAt(long newUpdates) {
      updates = newUpdates;
    }

    @Override
    public Map<String, float[]> moments() {
      return Map.of("m", m);
    }
  }

  /**
   * Half a cosine from the full rate down to none.
   *
   * @param epochs until there
   */
  public record Cosine(int epochs) implements Schedule {
    @Override
    public String name() {
      return "cosine";
    }

    @Override
    public SequencedMap<String, Number> numbers() {
      return new LinkedHashMap<>(Map.of("epochs", epochs));
    }

    @Override
    public double factor(int epoch, int failures) {
      return (1 + Math.cos(Math.PI * epoch / epochs)) / 2;
    }
  }
}
