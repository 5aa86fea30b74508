package dev.rnn4j.cli.task.tag;

import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.cli.task.TaskTraining;
import dev.rnn4j.core.io.TaggerFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Taggers of sentences, such as of parts of speech or of named entities. */
public final class TagTask implements CliTask {
  /** What {@code rnn train --task} calls them. */
  static final String NAME = "tag";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String kind() {
    return "tagger";
  }

  @Override
  public TaskTraining newTraining(Surroundings surroundings) {
    return new TrainTagger(this, surroundings);
  }

  @Override
  public TaskEvaluation newEvaluation(Surroundings surroundings) {
    return new EvalTagger(surroundings);
  }

  @Override
  public SentenceEncoder encoder(Path model, Kernels kernels) throws IOException {
    return ModelOption.orCheckpoint(model, file -> TaggerFile.load(file, kernels)).encoder();
  }

  @Override
  public SequencedMap<String, Supplier<Object>> commands(Surroundings surroundings) {
    SequencedMap<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put(NAME, () -> new TagCommand(surroundings));
    return commands;
  }
}
