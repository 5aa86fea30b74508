package dev.rnn4j.cli.task.answer;

import dev.rnn4j.cli.option.NetworkOptions;
import dev.rnn4j.cli.option.OptimizationOptions;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.option.RegularizationOptions;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.EarlierModel;
import dev.rnn4j.cli.task.EarlierModel.Known;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.cli.task.TaskTraining;
import dev.rnn4j.core.io.QuestionAnswererFile;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.QuestionAnswererConfig;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.StoryExamples;
import dev.rnn4j.train.optim.Schedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code rnn train --task answer}: makes a model that answers questions about stories. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Train a model that answers questions about stories.",
    description = {
      "",
      "Without further options: stories of who is where, drawn at random, and tested on stories"
          + " longer than any it has learned from.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn train --task answer",
      "  rnn train --task answer --train stories.tsv --test more.tsv --hidden 64"
    })
final class TrainAnswers extends TaskTraining {
  private static final OptimizationOptions.Usual USUAL =
      new OptimizationOptions.Usual(
          Optimization.adam(0.003).withClip(1).withSchedule(new Schedule.HoldThenDecay(5, 0.5)),
          10,
          true);

  private static final long START = 13;
  private static final int EMBEDDING = 32;
  private static final int STORIES = 12_000;
  private static final int QUESTION = 32;
  private static final List<Integer> HIDDEN = List.of(48);

  @Option(
      names = "--train",
      paramLabel = "FILE",
      defaultValue = StorySource.WHERE,
      description =
          "What to learn from: lines of a story, a question and its answer between tabs,"
              + " builtin:where, or builtin:things, in which things are carried about, too (default:"
              + " builtin:where).")
  private String train;

  @Option(
      names = "--valid",
      paramLabel = "FILE|none",
      description = "By what the best epoch is chosen, the same way (default: none, or builtin).")
  private @Nullable String valid;

  @Option(
      names = "--test",
      paramLabel = "FILE|none",
      description = "What to report the result on, the same way (default: none, or builtin).")
  private @Nullable String test;

  @Option(
      names = "--stories",
      paramLabel = "N",
      description = "How many stories are drawn to learn from (default: 12000).")
  @Range(least = 1, most = 10_000_000)
  private @Nullable Integer stories;

  @Option(
      names = "--question-only",
      description = "Hide the stories: how much can be guessed from the questions.")
  private boolean questionOnly;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Stories of a step (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 100_000)
  private int batch;

  @Mixin private NetworkOptions network;
  @Mixin private RegularizationOptions regularization;

  TrainAnswers(CliTask task, Surroundings surroundings) {
    super(task, surroundings);
  }

  @Override
  protected OptimizationOptions.Usual usual() {
    return USUAL;
  }

  @Override
  protected TaskPlan prepare(TrainingOptions options, TaskContext context) throws IOException {
    boolean builtin = StorySource.isBuiltin(train);
    if (stories != null && !builtin) {
      throw new ParameterException(
          spec.commandLine(), "--stories is for stories that are drawn, not for those of a file");
    }
    String usual = builtin ? train : StorySource.NONE;
    long seed = options.seed();
    StorySets sets =
        new StorySets(
            train,
            StorySource.train(train, stories == null ? STORIES : stories, seed, context.input()),
            StorySource.valid(valid == null ? usual : valid, seed, context.input()),
            StorySource.test(test == null ? usual : test, seed, context.input()),
            questionOnly);
    EarlierModel<QuestionAnswererFile> earlier = earlier(QuestionAnswererFile::read);
    StoryExamples examples = StoryExamples.of(sets.train());
    if (earlier != null) {
      examples = examples.after(earlier.model().vocabulary(), earlier.model().answers());
    }
    if (examples.answers().size() < 2) {
      throw new CorpusException(
          train + " has one answer only; give stories with two different ones or more");
    }
    QuestionAnswererConfig config =
        earlier == null ? config(examples) : config(examples, earlier.model().config());
    Parameters parameters =
        config.newParameters(
            start.initialization(network.cell(), 0.15f, 4),
            new RandomSource(RandomSource.derive(seed, START)));
    List<String> remarks = new ArrayList<>();
    if (earlier != null) {
      remarks.add(goOn(earlier, examples, config, parameters));
    }
    return new AnswerPlan(sets, examples, config, batch, parameters, remarks, context);
  }

  private static String goOn(
      EarlierModel<QuestionAnswererFile> earlier,
      StoryExamples examples,
      QuestionAnswererConfig config,
      Parameters parameters) {
    QuestionAnswererFile model = earlier.model();
    Known words = Known.of("word", examples.vocabulary().tokens(), model.vocabulary().tokens());
    Known answers = Known.of("answer", examples.answers().names(), model.answers().names());
    earlier.copyTo(parameters, config.earlierRows(words.ids(), answers.ids()));
    return earlier.remark(words, answers);
  }

  /** The network of a model to go on from, for other words and answers. */
  private QuestionAnswererConfig config(StoryExamples examples, QuestionAnswererConfig model) {
    Regularization own = model.story().regularization();
    Regularization given =
        regularization.over(
            own, network.dropout(own.dropout().layers()), model.story().layers().getFirst().cell());
    return new QuestionAnswererConfig(
        examples.vocabulary().size(),
        model.question().withRegularization(given),
        model.story().withRegularization(given),
        examples.answers().size());
  }

  private QuestionAnswererConfig config(StoryExamples examples) {
    try {
      return QuestionAnswererConfig.of(
          network.cell(),
          examples.vocabulary().size(),
          network.embedding(EMBEDDING),
          List.of(QUESTION),
          network.widths(HIDDEN),
          regularization.regularization(network.dropout(0f), network.cell()),
          examples.answers().size());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
