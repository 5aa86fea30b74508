package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.cli.task.TaskTraining;
import dev.rnn4j.core.io.EncoderDecoderFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Making one sequence of another: translating, summarising, correcting, transcribing. */
public final class SequenceTask implements CliTask {
  @Override
  public String name() {
    return "seq2seq";
  }

  @Override
  public String kind() {
    return "encoder-decoder";
  }

  @Override
  public TaskTraining newTraining(Surroundings surroundings) {
    return new TrainSequences(this, surroundings);
  }

  @Override
  public TaskEvaluation newEvaluation(Surroundings surroundings) {
    return new EvaluateSequences(surroundings);
  }

  @Override
  public SentenceEncoder encoder(Path model, Kernels kernels) throws IOException {
    return ModelOption.orCheckpoint(model, EncoderDecoderFile::read).model(kernels).encoder();
  }

  @Override
  public SequencedMap<String, Supplier<Object>> commands(Surroundings surroundings) {
    SequencedMap<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("translate", () -> new TranslateCommand(surroundings));
    return commands;
  }
}
