package dev.rnn4j.cli.task.classify;

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

/** A network with the texts it is trained on and measured with: of the model, or of one fold. */
final class ClassifierTraining {
  private final Labels labels;
  private final Vocabulary vocabulary;
  private final ClassifierNetwork network;
  private final List<ClassifiedSequence> train;
  private final List<ClassifiedSequence> valid;
  private final int batch;
  private final float labelSmoothing;

  ClassifierTraining(
      ExampleOptions examples,
      ClassifierOptions options,
      Initialization start,
      ExampleOptions.Texts texts,
      long seed,
      Kernels kernels) {
    labels = texts.labels();
    vocabulary = examples.vocabulary(texts.train());
    ClassifierConfig config = options.config(vocabulary, labels.size(), examples.isBuiltin());
    Parameters parameters = config.newParameters(start, new RandomSource(seed));
    network = ClassifierNetwork.trainable(config, parameters, kernels);
    train = sequences(texts.train());
    valid = sequences(texts.valid());
    batch = options.batch();
    labelSmoothing = options.labelSmoothing();
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
