package dev.rnn4j.cli.task;

import dev.rnn4j.cli.report.Measure;
import dev.rnn4j.cli.report.Version;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingPosition;
import dev.rnn4j.train.task.TrainingTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The training of a kind of model on examples.
 *
 * @param plan what is trained
 * @param options how
 * @param kind of model
 * @param typed what was typed
 * @param notesOf what a checkpoint notes
 */
record PlannedTraining(
    TaskPlan plan,
    TrainingOptions options,
    CliTask kind,
    TypedArguments typed,
    Supplier<Map<String, String>> notesOf)
    implements Training {
  @Override
  public TrainingTask task() {
    return plan.task();
  }

  @Override
  public String data() {
    return plan.data();
  }

  @Override
  public String network() {
    return plan.network();
  }

  @Override
  public String batching() {
    return plan.batching();
  }

  @Override
  public Measure measure() {
    return plan.measure();
  }

  @Override
  public List<String> remarks(Trainer trainer) {
    List<String> all = new ArrayList<>(plan.remarks());
    if (!isRepeatable()) {
      all.add("data come from standard input or a pipe, so this training cannot be resumed");
    }
    return all;
  }

  @Override
  public boolean isRepeatable() {
    return typed.isRepeatable();
  }

  @Override
  public Map<String, String> notes() {
    return notesOf.get();
  }

  @Override
  public void write(Path file, Parameters best, Trainer trainer) throws IOException {
    new ModelFile(plan.version(), plan.description(best), best, training(trainer)).write(file);
  }

  /** No dates, so that equal trainings write equal files. */
  private Map<String, String> training(Trainer trainer) {
    Map<String, String> notes = new TreeMap<>();
    TrainingPosition position = trainer.position();
    notes.put(TypedArguments.NOTE, typed.json());
    notes.put("batching", plan.batching());
    notes.putAll(Wording.notes(options.optimization()));
    notes.put("seed", Long.toString(options.seed()));
    // not the epochs of the whole training: those after the best one left nothing in the model
    String epochs = Integer.toString(position.bestEpoch() + 1);
    notes.put("epochs", epochs);
    notes.put("best_epoch", epochs);
    if (Double.isFinite(position.bestLoss())) {
      notes.put("validation", plan.measure().validation().apply(position.bestLoss()));
    }
    notes.put("engine", "rnn4j " + Version.number());
    return notes;
  }

  @Override
  public List<Block> report(Parameters best, Workers workers, PrintWriter out) throws IOException {
    return plan.report(best, workers, out);
  }

  @Override
  public List<String> next(String model) {
    return plan.next(model);
  }
}
