package dev.rnn4j.core.model;

import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * A classifier of texts for use: a network, and the tokens and classes that its numbers stand for.
 * A text is cut into words or characters, as the vocabulary says; an empty one is legal.
 *
 * <p>Thread safety: any number of threads; its memory does not grow with them, nor with the number
 * of texts. A text gives the same bits alone and among others.
 */
public final class SequenceClassifier {
  private final ClassifierNetwork network;
  private final TextEncoder encoder;
  private final Labels labels;
  private final ExampleReader<ClassifiedSequence, ClassifierPass> reader;

  /**
   * A classifier.
   *
   * @param network what computes
   * @param vocabulary its tokens
   * @param labels its classes
   * @throws IllegalArgumentException if the sizes differ
   */
  public SequenceClassifier(ClassifierNetwork network, Vocabulary vocabulary, Labels labels) {
    ClassifierConfig config = network.config();
    if (vocabulary.size() != config.vocabularySize()) {
      throw new IllegalArgumentException(
          "the vocabulary has "
              + vocabulary.size()
              + " tokens, the model is made for "
              + config.vocabularySize());
    }
    if (labels.size() != config.classes()) {
      throw new IllegalArgumentException(
          "there are " + labels.size() + " labels, the model is made for " + config.classes());
    }
    this.network = network;
    this.labels = labels;
    encoder = new TextEncoder(vocabulary);
    reader = new ExampleReader<>(() -> new ClassifierPass(network), ClassifiedSequence::length);
  }

  /**
   * Classifies a text.
   *
   * @param text any text
   * @return its class
   */
  public Classification classify(String text) {
    return classify(List.of(text)).getFirst();
  }

  /**
   * Classifies many texts, several at a time.
   *
   * @param texts any texts, none or more
   * @return their classes, in their order
   */
  public List<Classification> classify(List<String> texts) {
    return read(texts, (pass, i) -> Classification.of(labels, pass.probabilities(i)));
  }

  /**
   * The vector of a text that its class is predicted from: near that of a text that means the same
   * to this model.
   *
   * @param text any text
   * @return {@link ClassifierConfig#pooledSize()} values
   */
  public float[] vector(String text) {
    return vectors(List.of(text)).getFirst();
  }

  /**
   * The vectors of many texts, several at a time.
   *
   * @param texts any texts, none or more
   * @return one vector each, in their order
   */
  public List<float[]> vectors(List<String> texts) {
    return read(texts, ClassifierPass::pooled);
  }

  /** {@return {@link #vectors} as an encoder} */
  public SentenceEncoder encoder() {
    return SentenceVectors.of(network.config().pooledSize(), this::vectors);
  }

  /**
   * How much each token of a text weighed, if the model pools by attention.
   *
   * @param text any text
   * @return one weight for each token, together 1; none for another pooling
   */
  public float[] attention(String text) {
    return read(List.of(text), ClassifierPass::attention).getFirst();
  }

  private <R> List<R> read(List<String> texts, ExampleReader.Reading<ClassifierPass, R> reading) {
    List<ClassifiedSequence> sequences = new ArrayList<>(texts.size());
    for (String text : texts) {
      sequences.add(ClassifiedSequence.of(text, encoder, ClassifiedSequence.UNKNOWN));
    }
    return reader.read(sequences, reading);
  }

  /** {@return what computes} */
  public ClassifierNetwork network() {
    return network;
  }

  /** {@return the tokens} */
  public Vocabulary vocabulary() {
    return encoder.vocabulary();
  }

  /** {@return the classes} */
  public Labels labels() {
    return labels;
  }
}
