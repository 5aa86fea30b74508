package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Entity;
import dev.rnn4j.core.text.TagScheme;
import java.util.Arrays;
import java.util.List;

/**
 * A tagger of sentences for use, such as of parts of speech or of named entities: a network, and
 * the words and tags that its numbers stand for.
 *
 * <p>Thread safety: any number of threads; what it holds does not grow with them, nor with what it
 * has tagged. A sentence gives the same bits alone and among others.
 */
public final class Tagger {
  /** Sentences that are computed together at most: more would not be faster. */
  private static final int MOST_SENTENCES = 32;

  /** Words that are computed together at most, but for a sentence that has more. */
  private static final int MOST_WORDS = 1024;

  private final TaggerNetwork network;
  private final TaggerVocabulary vocabulary;
  private final Passes<Run> runs;

  /** A pass, and the one worker that runs it. */
  private record Run(TaggerPass pass, Worker worker) {}

  /**
   * A tagger.
   *
   * @param network what computes
   * @param vocabulary its words, characters and tags
   * @throws IllegalArgumentException if the sizes differ
   */
  public Tagger(TaggerNetwork network, TaggerVocabulary vocabulary) {
    requireFitting(network.config(), vocabulary);
    this.network = network;
    this.vocabulary = vocabulary;
    runs = new Passes<>(this::newRun);
  }

  /**
   * A tagger on the kernels of this JVM, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param vocabulary its words, characters and tags
   * @param parameters its parameters, not needed any more afterwards
   * @return the tagger
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static Tagger of(TaggerConfig config, TaggerVocabulary vocabulary, Parameters parameters) {
    return new Tagger(
        TaggerNetwork.of(config, parameters, KernelSelection.current().kernels()), vocabulary);
  }

  /**
   * That a vocabulary is one for a network.
   *
   * @param config the architecture of the network
   * @param vocabulary words, characters and tags
   * @throws IllegalArgumentException if the sizes differ
   */
  public static void requireFitting(TaggerConfig config, TaggerVocabulary vocabulary) {
    requireEqual("words", vocabulary.words().size(), config.words());
    requireEqual("tags", vocabulary.tags().size(), config.tags());
    if (config.characters() != null) {
      requireEqual("characters", vocabulary.characters().size(), config.characters().characters());
    }
  }

  private static void requireEqual(String what, int given, int needed) {
    if (given != needed) {
      throw new IllegalArgumentException(
          "the vocabulary has %d %s, the model is made for %d".formatted(given, what, needed));
    }
  }

  private Run newRun() {
    return new Run(new TaggerPass(network), Worker.solo());
  }

  /**
   * Tags a sentence.
   *
   * @param words its words, none or more
   * @return each word with its tag
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public List<TaggedToken> tag(List<String> words) {
    return tagAll(List.of(words)).getFirst();
  }

  /**
   * Tags many sentences, several at a time.
   *
   * @param sentences the words of each, of any numbers
   * @return each word with its tag, in the order of the sentences
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public List<List<TaggedToken>> tagAll(List<List<String>> sentences) {
    return read(sentences, this::tags);
  }

  /** Computes with some sentences, the longest of which comes first. */
  private interface Reading<R> {
    List<R> of(Run run, List<List<String>> sentences);
  }

  private <R> List<R> read(List<List<String>> sentences, Reading<R> reading) {
    return SortedBatches.compute(
        sentences,
        List::size,
        longest -> Math.clamp(MOST_WORDS / Math.max(1, longest), 1, MOST_SENTENCES),
        some -> {
          boolean usual = some.getFirst().size() <= MOST_WORDS;
          Run run = usual ? runs.take() : newRun(); // a huge one is not kept
          run.pass.begin(some.stream().map(vocabulary::encode).toList());
          List<R> results = reading.of(run, some);
          if (usual) {
            runs.give(run);
          }
          return results;
        });
  }

  private List<List<TaggedToken>> tags(Run run, List<List<String>> sentences) {
    TaggedToken[][] tagged = new TaggedToken[sentences.size()][];
    for (int i = 0; i < tagged.length; i++) {
      tagged[i] = new TaggedToken[sentences.get(i).size()];
    }
    run.pass.predict(run.worker);
    run.pass.forEachTag((i, word, tag, probability) -> {
      if (Double.isNaN(probability)) {
        throw new IllegalStateException(
            "the model's predictions are not numbers; its file is damaged, or its training failed");
      }
      String token = sentences.get(i).get(word);
      tagged[i][word] = new TaggedToken(token, vocabulary.tags().name(tag), probability);
    });
    return Arrays.stream(tagged).map(List::of).toList();
  }

  /**
   * An encoder of sentences: the mean of what the network makes of each word of one, before it
   * chooses tags. Words are what stands between spaces.
   *
   * @return the encoder
   */
  public SentenceEncoder encoder() {
    return SentenceVectors.of(
        network.config().stack().outputSize(),
        texts -> read(texts.stream().map(Tagger::words).toList(), Tagger::means));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("[ \t\r]+")).filter(word -> !word.isEmpty()).toList();
  }

  private static List<float[]> means(Run run, List<List<String>> sentences) {
    return run.pass.means(run.worker);
  }

  /**
   * The entities of a sentence, if the tags are those of a scheme such as IOB2: B-PER, I-PER, O.
   *
   * @param sentence a tagged sentence
   * @return its entities from left to right
   */
  public static List<Entity> entities(List<TaggedToken> sentence) {
    return TagScheme.entities(sentence.stream().map(TaggedToken::tag).toList());
  }

  /** {@return what computes} */
  public TaggerNetwork network() {
    return network;
  }

  /** {@return its words, characters and tags} */
  public TaggerVocabulary vocabulary() {
    return vocabulary;
  }
}
