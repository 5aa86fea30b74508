package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.cli.task.TaskTraining;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Forecasters of series of numbers. */
public final class ForecastTask implements CliTask {
  static final String NAME = "forecast";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String kind() {
    return "forecaster";
  }

  @Override
  public TaskTraining newTraining(Surroundings surroundings) {
    return new TrainForecaster(this, surroundings);
  }

  @Override
  public TaskEvaluation newEvaluation(Surroundings surroundings) {
    return new EvalForecaster(surroundings);
  }

  @Override
  public SequencedMap<String, Supplier<Object>> commands(Surroundings surroundings) {
    SequencedMap<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put(NAME, () -> new ForecastCommand(surroundings));
    return commands;
  }
}
