package dev.rnn4j.cli.task.classify;

import dev.rnn4j.cli.task.EarlierModel;
import dev.rnn4j.cli.task.EarlierModel.Known;
import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierConfig;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.model.ClassifierPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.LabelledText;
import dev.rnn4j.train.data.TokenChecksum;
import dev.rnn4j.train.eval.Classifications;
import dev.rnn4j.train.model.ExampleTask;
import dev.rnn4j.train.task.Validation;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A network with the texts it is trained on and measured with: of the model, or of one fold. */
final class ClassifierTraining {
  private final Labels labels;
  private final Vocabulary vocabulary;
  private final ClassifierNetwork network;
  private final List<ClassifiedSequence> train;
  private final List<ClassifiedSequence> valid;
  private final List<String> remarks;
  private final int batch;
  private final float labelSmoothing;

  ClassifierTraining(
      ExampleOptions examples,
      ClassifierOptions options,
      Initialization start,
      @Nullable EarlierModel<ClassifierFile> earlier,
      ExampleOptions.Texts texts,
      long seed,
      Kernels kernels) {
    labels = texts.labels();
    ClassifierFile model = earlier == null ? null : earlier.model();
    vocabulary = examples.vocabulary(texts.train(), model == null ? null : model.vocabulary());
    ClassifierConfig config =
        model == null
            ? options.config(vocabulary, labels.size(), examples.isBuiltin())
            : options.config(vocabulary, labels.size(), model.config());
    Parameters parameters = config.newParameters(start, new RandomSource(seed));
    remarks = earlier == null ? List.of() : List.of(goOn(earlier, config, parameters));
    network = ClassifierNetwork.trainable(config, parameters, kernels);
    train = sequences(texts.train());
    valid = sequences(texts.valid());
    batch = options.batch();
    labelSmoothing = options.labelSmoothing();
  }

  private String goOn(
      EarlierModel<ClassifierFile> earlier, ClassifierConfig config, Parameters parameters) {
    ClassifierFile model = earlier.model();
    Known tokens = Known.of("token", vocabulary.tokens(), model.vocabulary().tokens());
    Known classes = Known.of("label", labels.names(), model.labels().names());
    earlier.copyTo(parameters, config.earlierRows(tokens.ids(), classes.ids()));
    return earlier.remark(tokens, classes);
  }

  List<String> remarks() {
    return remarks;
  }

  List<ClassifiedSequence> sequences(List<LabelledText> texts) {
    TextEncoder encoder = new TextEncoder(vocabulary);
    return texts.stream()
        .map(text -> ClassifiedSequence.of(text.text(), encoder, labels.index(text.label())))
        .toList();
  }

  ExampleTask.Builder<ClassifiedSequence> task() {
    ExampleTask.Builder<ClassifiedSequence> task =
        ExampleTask.builder(network, g -> new ClassifierPass(network, g), train)
            .length(ClassifiedSequence::length)
            .batch(batch)
            .labelSmoothing(labelSmoothing)
            .fingerprint(fingerprint());
    return valid.isEmpty() ? task : task.validation(errors());
  }

  /** The share of wrong predictions. */
  private Validation errors() {
    Classifications<ClassifiedSequence> measured = Classifications.of(network, labels, valid);
    return (workers, stop) -> 1 - measured.measure(workers, stop).confusion().accuracy();
  }

  private long fingerprint() {
    IntStream numbers =
        Stream.concat(train.stream(), valid.stream())
            .flatMapToInt(text ->
                IntStream.concat(
                    IntStream.of(text.label(), text.length()),
                    IntStream.range(0, text.length()).map(text::token)));
    return TokenChecksum.of(numbers.toArray());
  }

  ClassifierNetwork network() {
    return network;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  List<ClassifiedSequence> train() {
    return train;
  }
}
