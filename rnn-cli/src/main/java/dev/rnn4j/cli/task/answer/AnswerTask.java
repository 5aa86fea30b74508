package dev.rnn4j.cli.task.answer;

import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.cli.task.TaskTraining;
import dev.rnn4j.core.io.QuestionAnswererFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Answering questions about stories. */
public final class AnswerTask implements CliTask {
  @Override
  public String name() {
    return "answer";
  }

  @Override
  public String kind() {
    return "question-answerer";
  }

  @Override
  public TaskTraining newTraining(Surroundings surroundings) {
    return new TrainAnswers(this, surroundings);
  }

  @Override
  public TaskEvaluation newEvaluation(Surroundings surroundings) {
    return new EvaluateAnswers(surroundings);
  }

  @Override
  public SentenceEncoder encoder(Path model, Kernels kernels) throws IOException {
    return ModelOption.orCheckpoint(model, QuestionAnswererFile::read).model(kernels).encoder();
  }

  @Override
  public SequencedMap<String, Supplier<Object>> commands(Surroundings surroundings) {
    SequencedMap<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("answer", () -> new AnswerCommand(surroundings));
    return commands;
  }
}
