package dev.rnn4j.train.model;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.ExamplePass;
import dev.rnn4j.core.model.Network;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.data.ExampleBatches;
import dev.rnn4j.train.task.TrainingTask;
import dev.rnn4j.train.task.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A network and independent examples to train it on: sentences with their tags, texts with their
 * classes, pairs of sentences. What an example is, only its pass knows. The gradient is that of the
 * mean loss over the targets of a batch.
 *
 * @param <E> an example: inputs and targets
 */
public final class ExampleTask<E> implements TrainingTask {
  private final Network network;
  private final Parameters gradients;
  private final ExamplePass<E> pass;
  private final ExampleBatches<E> batches;
  private final ToIntFunction<? super E> targets;
  private final @Nullable Validation validation;
  private final Map<String, String> description;
  private final Map<String, Object> settings;
  private final long fingerprint;
  private List<E> batch = List.of();
  private float scale;
  private long key;

  private ExampleTask(Builder<E> from) {
    network = from.network;
    gradients = new Parameters(network.parameters().layout());
    pass = from.pass.apply(gradients);
    batches = new ExampleBatches<>(from.examples, from.length, from.batch);
    targets = from.targets;
    validation = from.validation;
    description = from.description;
    settings = new LinkedHashMap<>(from.settings);
    settings.put("batch", from.batch);
    if (from.labelSmoothing > 0) {
      settings.put(LanguageModelOptions.LABEL_SMOOTHING, from.labelSmoothing);
    }
    fingerprint = from.fingerprint;
  }

  /**
   * Begins a task.
   *
   * @param network what is trained
   * @param pass makes a pass over the network, given where its gradients go
   * @param examples to train on, one or more; shared, must not change
   * @param <E> an example
   * @return a builder with defaults for all the rest
   * @throws IllegalArgumentException if there are no examples, or the network is not trainable
   */
  public static <E> Builder<E> builder(
      Network network, Function<Parameters, ? extends ExamplePass<E>> pass, List<E> examples) {
    return new Builder<>(network, pass, examples);
  }

  /**
   * The parts of a task; what is not given has a default.
   *
   * @param <E> an example
   */
  public static final class Builder<E> {
    private static final int USUAL_BATCH = 32;

    private final Network network;
    private final Function<Parameters, ? extends ExamplePass<E>> pass;
    private final List<E> examples;
    private ToIntFunction<? super E> length = _ -> 1;
    private ToIntFunction<? super E> targets = _ -> 1;
    private int batch = USUAL_BATCH;
    private @Nullable Validation validation;
    private Map<String, String> description = Map.of();
    private Map<String, Object> settings = Map.of();
    private float labelSmoothing;
    private long fingerprint;

    private Builder(
        Network network, Function<Parameters, ? extends ExamplePass<E>> pass, List<E> examples) {
      if (!network.isTrainable()) {
        throw new IllegalArgumentException("this model was made for use; make it trainable");
      }
      this.network = network;
      this.pass = pass;
      this.examples = examples;
    }

    /**
     * Of what length examples are; those of a batch are of similar ones.
     *
     * @param chosen by default all are equally long
     * @return this
     */
    public Builder<E> length(ToIntFunction<? super E> chosen) {
      length = chosen;
      return this;
    }

    /**
     * How many targets examples have; the loss of a batch is divided by their number.
     *
     * @param chosen 0 or more for an example, 1 or more for a batch; by default one each
     * @return this
     */
    public Builder<E> targets(ToIntFunction<? super E> chosen) {
      targets = chosen;
      return this;
    }

    /**
     * How many examples a step takes.
     *
     * @param chosen 1 or more, by default 32
     * @return this
     */
    public Builder<E> batch(int chosen) {
      batch = chosen;
      return this;
    }

    /**
     * By what the best epoch is chosen.
     *
     * @param chosen by default nothing, so the last epoch is the best
     * @return this
     */
    public Builder<E> validation(Validation chosen) {
      validation = chosen;
      return this;
    }

    /**
     * What the model is.
     *
     * @param chosen metadata of its checkpoints, by key; by default none
     * @return this
     */
    public Builder<E> description(Map<String, String> chosen) {
      description = Map.copyOf(chosen);
      return this;
    }

    /**
     * What else must be equal for a training to be resumed.
     *
     * @param chosen numbers, strings and truth values by name; by default none. Always in one order
     * @return this
     */
    public Builder<E> settings(Map<String, Object> chosen) {
      settings = new LinkedHashMap<>(chosen);
      return this;
    }

    /**
     * Smooths labels in training, see {@link Network#smoothLabels}.
     *
     * @param chosen share of a label that is spread over all classes; by default 0
     * @return this
     * @throws IllegalArgumentException if it is out of range, or there are no labels to smooth
     */
    public Builder<E> labelSmoothing(float chosen) {
      network.smoothLabels(chosen);
      labelSmoothing = chosen;
      return this;
    }

    /**
     * Tells data apart.
     *
     * @param chosen a checksum of what is trained on and validated with; by default 0
     * @return this
     */
    public Builder<E> fingerprint(long chosen) {
      fingerprint = chosen;
      return this;
    }

    /**
     * Makes the task.
     *
     * @return the task, with the parameters that the network has
     * @throws IllegalArgumentException if there are no examples, or the batch is less than 1
     */
    public ExampleTask<E> build() {
      return new ExampleTask<>(this);
    }
  }

  @Override
  public Parameters parameters() {
    return network.parameters();
  }

  @Override
  public Parameters gradients() {
    return gradients;
  }

  @Override
  public Kernels kernels() {
    return network.kernels();
  }

  @Override
  public void repack(Worker w) {
    network.repack(w);
  }

  @Override
  public int steps() {
    return batches.count();
  }

  @Override
  public void beginEpoch(int epoch, long epochKey) {
    batches.shuffle(epochKey);
    pass.beginEpoch(epoch);
  }

  @Override
  public int targets(int step) {
    int sum = 0;
    for (E example : batches.batch(step)) {
      sum += targets.applyAsInt(example);
    }
    return Math.max(1, sum);
  }

  @Override
  public void beginStep(int step, long stepKey) {
    batch = batches.batch(step);
    scale = 1f / targets(step);
    key = stepKey;
    pass.begin(batch);
  }

  @Override
  public void compute(Worker w) {
    pass.compute(w, scale, key);
  }

  @Override
  public double loss() {
    return pass.totalLoss();
  }

  @Override
  public boolean validates() {
    return validation != null;
  }

  @Override
  public double validate(Workers workers, BooleanSupplier stop) {
    Validation measured = validation;
    return measured == null ? Double.NaN : measured.measure(workers, stop);
  }

  @Override
  public long fingerprint() {
    return fingerprint;
  }

  @Override
  public Map<String, String> description() {
    return description;
  }

  @Override
  public Map<String, Object> settings() {
    return settings;
  }
}
