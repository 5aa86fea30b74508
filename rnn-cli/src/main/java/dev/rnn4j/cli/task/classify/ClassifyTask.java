package dev.rnn4j.cli.task.classify;

import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.cli.task.TaskTraining;
import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Classifiers of texts on the command line. */
public final class ClassifyTask implements CliTask {
  /** What {@code --task} and the command that uses such models are called. */
  static final String NAME = "classify";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String kind() {
    return "classifier";
  }

  @Override
  public TaskTraining newTraining(Surroundings surroundings) {
    return new TrainClassifier(this, surroundings);
  }

  @Override
  public TaskEvaluation newEvaluation(Surroundings surroundings) {
    return new EvaluateClassifier(surroundings);
  }

  @Override
  public SentenceEncoder encoder(Path model, Kernels kernels) throws IOException {
    return ModelOption.orCheckpoint(model, ClassifierFile::read).model(kernels).encoder();
  }

  @Override
  public SequencedMap<String, Supplier<Object>> commands(Surroundings surroundings) {
    SequencedMap<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put(NAME, () -> new ClassifyCommand(surroundings));
    return commands;
  }
}
