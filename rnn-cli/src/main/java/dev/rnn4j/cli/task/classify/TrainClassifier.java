package dev.rnn4j.cli.task.classify;

import dev.rnn4j.cli.option.OptimizationOptions.Usual;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.EarlierModel;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.cli.task.TaskTraining;
import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.EarlierParameters;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import java.io.IOException;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rnn train --task classify}. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Train a classifier of texts.",
    description = {
      "",
      "Without further options: from the names of places, languages and currencies, which every"
          + " Java has in many languages, it learns to tell the languages apart.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn train --task classify",
      "  rnn train --task classify --train reviews.csv --text-column review --hold-out 0.1",
      "  rnn train --task classify --train names/ --level char --hold-out 0.2",
      "  rnn train --task classify --train reviews/ --encoding windows-1252 --folds 10"
    })
final class TrainClassifier extends TaskTraining {
  @Mixin private ExampleOptions examples;
  @Mixin private ClassifierOptions classifier;

  TrainClassifier(CliTask task, Surroundings surroundings) {
    super(task, surroundings);
  }

  @Override
  protected Usual usual() {
    double rate = examples.isBuiltin() ? 0.004 : 0.001;
    int epochs = examples.isBuiltin() ? 8 : 5;
    Optimization adam = Optimization.adam(rate).withSchedule(new HoldThenDecay(epochs / 2, 0.5));
    return new Usual(adam, epochs, true);
  }

  @Override
  protected TaskPlan prepare(TrainingOptions options, TaskContext context) throws IOException {
    examples.check();
    ExampleOptions.Texts texts = examples.read(context.input());
    if (examples.folds() > 0) {
      var _ = examples.foldsOf(texts.all()); // refuses too many before anything is trained
    }
    EarlierModel<ClassifierFile> earlier = earlier(ClassifierFile::read);
    if (earlier != null) {
      texts = texts.withLabels(EarlierParameters.joined(earlier.model().labels(), texts.labels()));
    }
    return new ClassifierPlan(
        examples, classifier, classifier.initialization(start), earlier, texts, options, context);
  }

  @Override
  protected Set<String> shapeOptions() {
    return Set.of("--directions", "--pooling", "--attention", "--level");
  }
}
