package dev.rnn4j.cli.task.classify;

import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.report.ConfusionReport;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.train.data.LabelledText;
import dev.rnn4j.train.eval.Classifications;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rnn eval} of a classifier. */
@Command(
    name = "eval",
    sortOptions = false,
    header = "Measure a classifier: accuracy, macro F1, what is taken for what.")
final class EvaluateClassifier extends TaskEvaluation {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE|DIR",
      description =
          "Labelled texts, plain or gzip, - for standard input; or a folder with a file of texts"
              + " for each class.")
  private String data;

  @Mixin private FormatOptions format;

  @Option(
      names = "--label-column",
      paramLabel = "NAME|N",
      description = "Column of the labels, as --text-column (default: label).")
  private @Nullable String labelColumn;

  EvaluateClassifier(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected Result evaluate(Path model, TaskContext context) throws IOException {
    format.check();
    ClassifierFile file = ModelOption.orCheckpoint(model, ClassifierFile::read);
    Labels labels = file.labels();
    List<LabelledText> texts =
        format.read(data, labelColumn, context.input(), label -> labels.index(label));
    TextEncoder encoder = new TextEncoder(file.vocabulary());
    List<ClassifiedSequence> examples =
        texts.stream()
            .map(text -> ClassifiedSequence.of(text.text(), encoder, labels.index(text.label())))
            .toList();
    ClassifierNetwork network =
        ClassifierNetwork.of(file.config(), file.parameters(), context.kernels().kernels());
    ConfusionReport report =
        new ConfusionReport(
            "text",
            Classifications.of(network, labels, examples).measure(context.workers(), () -> false),
            Classifications.majority(labels, examples, examples, ClassifiedSequence::label));
    return new Result(report.values(), report.lines());
  }
}
