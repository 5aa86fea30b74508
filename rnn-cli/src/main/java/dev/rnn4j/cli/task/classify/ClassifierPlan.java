package dev.rnn4j.cli.task.classify;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.LabelSmoothing;
import dev.rnn4j.cli.report.ConfusionReport;
import dev.rnn4j.cli.report.Measure;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.task.EarlierModel;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierConfig;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.data.DistinctSplit;
import dev.rnn4j.train.eval.Classifications;
import dev.rnn4j.train.eval.Confusion;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.task.TrainingTask;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A classifier about to be trained, its test, and its cross-validation. */
final class ClassifierPlan implements TaskPlan {
  private final ExampleOptions examples;
  private final ClassifierOptions classifier;
  private final Initialization start;
  private final @Nullable EarlierModel<ClassifierFile> earlier;
  private final ExampleOptions.Texts texts;
  private final TrainingOptions options;
  private final TaskContext context;
  private final ClassifierTraining training;
  private final TrainingTask task;

  ClassifierPlan(
      ExampleOptions examples,
      ClassifierOptions classifier,
      Initialization start,
      @Nullable EarlierModel<ClassifierFile> earlier,
      ExampleOptions.Texts texts,
      TrainingOptions options,
      TaskContext context) {
    this.examples = examples;
    this.classifier = classifier;
    this.start = start;
    this.earlier = earlier;
    this.texts = texts;
    this.options = options;
    this.context = context;
    training = training(texts);
    task = training.task().description(description()).build();
  }

  private ClassifierTraining training(ExampleOptions.Texts of) {
    return new ClassifierTraining(
        examples, classifier, start, earlier, of, options.seed(), context.kernels().kernels());
  }

  @Override
  public TrainingTask task() {
    return task;
  }

  @Override
  public String data() {
    return Text.format(
        "%s: %,d / %,d / %,d texts for training / validation / test, %d classes, %,d different %s",
        VisibleText.of(examples.name()),
        texts.train().size(),
        texts.valid().size(),
        texts.test().size(),
        texts.labels().size(),
        training.vocabulary().size(),
        switch (training.vocabulary().level()) {
          case WORD -> "words";
          case CHARACTER -> "characters";
        });
  }

  @Override
  public String network() {
    ClassifierConfig config = training.network().config();
    return Text.format(
        "embedding %d, %s, pooling %s, dropout %s, of tokens %s",
        config.stack().inputSize(),
        Wording.of(config.stack()),
        name(config.pooling()),
        Text.setting(config.dropout()),
        Text.setting(config.tokenDropout().probability()));
  }

  private static String name(Pooling pooling) {
    return switch (pooling) {
      case LastState() -> "last";
      case MeanOverTime() -> "mean";
      case MaxOverTime() -> "max";
      case AttentionPooling(int size) -> "attention " + size;
      default -> pooling.toString();
    };
  }

  @Override
  public String batching() {
    return "batch " + classifier.batch() + LabelSmoothing.shown(classifier.labelSmoothing());
  }

  @Override
  public Measure measure() {
    return Measure.ofErrors("texts", "accuracy");
  }

  @Override
  public List<String> remarks() {
    return training.remarks();
  }

  @Override
  public String version() {
    return ClassifierFile.VERSION;
  }

  @Override
  public Map<String, String> description() {
    return ClassifierFile.describe(
        training.network().config(), training.vocabulary(), texts.labels());
  }

  @Override
  public List<Block> report(Parameters best, Workers workers, PrintWriter out) {
    List<Block> blocks = new ArrayList<>();
    if (!texts.test().isEmpty()) {
      ClassifierNetwork network =
          ClassifierNetwork.of(training.network().config(), best, context.kernels().kernels());
      List<ClassifiedSequence> test = training.sequences(texts.test());
      Confusion majority =
          Classifications.majority(
              texts.labels(), training.train(), test, ClassifiedSequence::label);
      ConfusionReport report =
          new ConfusionReport(
              "text",
              Classifications.of(network, texts.labels(), test).measure(workers, () -> false),
              majority);
      report.lines().forEach(out::println);
      blocks.addAll(report.blocks());
    }
    if (examples.folds() > 0) {
      blocks.addAll(crossValidate(workers, out));
    }
    return blocks;
  }

  private List<Block> crossValidate(Workers workers, PrintWriter out) {
    List<String> lines = new ArrayList<>();
    double[] accuracies = new double[examples.folds()];
    for (DistinctSplit fold : examples.foldsOf(texts.all())) {
      int k = lines.size();
      ClassifierTraining one = training(examples.split(fold.rest(), texts.labels()));
      Trainer trainer = new Trainer(one.task().build(), options, workers);
      trainer.run(new ProgressListener() {});
      ClassifierNetwork network =
          ClassifierNetwork.of(
              one.network().config(), trainer.bestParameters(), context.kernels().kernels());
      Classifications<ClassifiedSequence> test =
          Classifications.of(network, texts.labels(), one.sequences(fold.heldOut()));
      Confusion confusion = test.measure(workers, () -> false).confusion();
      accuracies[k] = confusion.accuracy();
      lines.add(
          Text.format(
              "fold %d of %d: accuracy %.2f%%, macro F1 %.2f%%, best epoch %d",
              k + 1,
              accuracies.length,
              100 * confusion.accuracy(),
              100 * confusion.macroF1(),
              trainer.position().bestEpoch() + 1));
      out.println(lines.getLast());
      out.flush();
    }
    String result = Spread.of(accuracies);
    out.println(result);
    return List.of(Block.heading(result), Block.lines(lines));
  }

  /** Mean and deviation of accuracies. */
  private static final class Spread {
    static String of(double[] values) {
      double mean = 0;
      for (double value : values) {
        mean += value / values.length;
      }
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      double deviation = Math.sqrt(squares / (values.length - 1));
      return Text.format(
          "%d folds: accuracy %.2f%%, deviation %.2f", values.length, 100 * mean, 100 * deviation);
    }
  }

  @Override
  public List<String> next(String model) {
    return List.of(
        "classify --model " + model + (examples.isBuiltin() ? "" : " --data FILE"),
        "eval --model " + model + " --data FILE",
        "info " + model);
  }
}
