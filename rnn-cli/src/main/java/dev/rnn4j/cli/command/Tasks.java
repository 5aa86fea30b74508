package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.TrainingCommand;
import dev.rnn4j.cli.task.answer.AnswerTask;
import dev.rnn4j.cli.task.classify.ClassifyTask;
import dev.rnn4j.cli.task.forecast.ForecastTask;
import dev.rnn4j.cli.task.tag.TagTask;
import dev.rnn4j.cli.task.translate.SequenceTask;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.train.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All kinds of model besides language models; adding one is a line here. */
final class Tasks {
  /** What {@code --task} calls language models. */
  static final String LANGUAGE_MODEL = "lm";

  private static final List<CliTask> ALL =
      List.of(
          new TagTask(),
          new ClassifyTask(),
          new SequenceTask(),
          new ForecastTask(),
          new AnswerTask());

  private Tasks() {}

  static List<CliTask> all() {
    return ALL;
  }

  /** The names for {@code --task}. */
  static List<String> names() {
    return Stream.concat(Stream.of(LANGUAGE_MODEL), ALL.stream().map(CliTask::name)).toList();
  }

  /**
   * Which kind of model {@code rnn train} is to train, by what was typed; empty for a language
   * model, or if it cannot be told, which the command itself will say.
   */
  static Optional<CliTask> trained(List<String> args) {
    Optional<String> name =
        value(args, TrainingCommand.TASK)
            .or(() -> value(args, TrainingCommand.RESUME).flatMap(Tasks::begun));
    return name.flatMap(
        given -> ALL.stream().filter(task -> task.name().equals(given)).findFirst());
  }

  /** The kind of model that a checkpoint is of. */
  private static Optional<String> begun(String file) {
    try {
      if (!Outputs.isCheckpoint(Path.of(file))) {
        return Optional.empty();
      }
      try (Checkpoint checkpoint = Checkpoint.read(Path.of(file))) {
        return Optional.ofNullable(checkpoint.notes().get(CommonOptions.TASK));
      }
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Which kind of model {@code rnn eval} is to evaluate; empty as above. */
  static Optional<CliTask> evaluated(List<String> args) {
    return value(args, "--model")
        .or(() -> value(args, "-m"))
        .flatMap(Tasks::file)
        .flatMap(Tasks::ofModel);
  }

  private static Optional<Path> file(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Which kind of model a file holds; empty as above. */
  static Optional<CliTask> ofModel(Path file) {
    try {
      String kind = ModelFile.kind(file);
      return ALL.stream().filter(task -> task.kind().equals(kind)).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> value(List<String> args, String option) {
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).startsWith(option + "=")) {
        return Optional.of(args.get(i).substring(option.length() + 1));
      }
      if (args.get(i).equals(option) && i + 1 < args.size()) {
        return Optional.of(args.get(i + 1));
      }
    }
    return Optional.empty();
  }
}
