package dev.rnn4j.core.model;

import dev.rnn4j.core.head.Hypothesis;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoder-decoder for use: a network, and the texts that its numbers stand for. Translates lines
 * of text, or frames of numbers into text. An empty source is legal.
 *
 * <p>Thread safety: any number of threads; its memory does not grow with them, nor with the number
 * of sources. A source gives the same alone and among others.
 */
public final class EncoderDecoder {
  private final EncoderDecoderNetwork network;
  private final @Nullable SequenceText source;
  private final SequenceText target;
  private final Passes<EncoderDecoderSession> sessions;

  /**
   * An encoder-decoder.
   *
   * @param network what computes
   * @param source the texts it reads; null if it reads frames of numbers
   * @param target the texts it writes
   * @throws IllegalArgumentException if the sizes differ
   */
  public EncoderDecoder(
      EncoderDecoderNetwork network, @Nullable SequenceText source, SequenceText target) {
    requireFit(network.config(), source, target);
    this.network = network;
    this.source = source;
    this.target = target;
    sessions = new Passes<>(() -> new EncoderDecoderSession(network));
  }

  /**
   * Checks that the parts of a model belong together.
   *
   * @param config its architecture
   * @param source the texts it reads; null if it reads frames of numbers
   * @param target the texts it writes
   * @throws IllegalArgumentException if the sizes differ
   */
  public static void requireFit(
      EncoderDecoderConfig config, @Nullable SequenceText source, SequenceText target) {
    EncoderDecoderConfig.Input input = config.encoder().input();
    int reads = input instanceof EncoderDecoderConfig.Input.Tokens t ? t.vocabularySize() : 0;
    int given = source == null ? 0 : source.vocabulary().size();
    Vocabulary writes = target.vocabulary();
    if (reads != given) {
      throw new IllegalArgumentException(
          "the source vocabulary has " + given + " tokens, the model reads " + input);
    }
    if (writes.size() != config.decoder().vocabularySize()
        || writes.startId() != config.decoder().endToken()) {
      throw new IllegalArgumentException(
          "the target vocabulary has %d tokens and ends lines with %d, the model is for %d and %d"
              .formatted(
                  writes.size(),
                  writes.startId(),
                  config.decoder().vocabularySize(),
                  config.decoder().endToken()));
    }
  }

  /**
   * Translates a line, greedily.
   *
   * @param line a text
   * @return its translation
   * @throws IllegalStateException if the model reads frames of numbers
   */
  public Translation translate(String line) {
    return translate(List.of(line), TargetSearch.greedy()).getFirst();
  }

  /**
   * Translates lines, several at a time.
   *
   * @param lines texts, none or more
   * @param search finds translations
   * @return the best translation of each, in their order
   * @throws IllegalStateException if the model reads frames of numbers
   */
  public List<Translation> translate(List<String> lines, TargetSearch search) {
    return translations(lines, search).stream().map(List::getFirst).toList();
  }

  /**
   * Translates lines in several ways each.
   *
   * @param lines texts, none or more
   * @param search finds translations
   * @return of each, in their order, all that the search found, best first
   * @throws IllegalStateException if the model reads frames of numbers
   */
  public List<List<Translation>> translations(List<String> lines, TargetSearch search) {
    return found(read(lines), search);
  }

  private List<Read> read(List<String> lines) {
    SequenceText reads = source;
    if (reads == null) {
      throw new IllegalStateException("this model reads frames of numbers, not text");
    }
    List<Read> sources = new ArrayList<>(lines.size());
    for (String line : lines) {
      List<String> tokens = reads.tokens(line);
      SourceSequence ids = new SourceSequence.Tokens(reads.ids(tokens));
      sources.add(new Read(sources.size(), ids, tokens));
    }
    return sources;
  }

  /**
   * An encoder of sources: the mean of what the encoder makes of each of their tokens, before
   * anything is written.
   *
   * @return the encoder; of a model that reads frames of numbers it reads no text
   */
  public SentenceEncoder encoder() {
    return SentenceVectors.of(
        network.config().encoderStack().outputSize(),
        lines -> all(read(lines), EncoderDecoder::means));
  }

  private static List<float[]> means(EncoderDecoderSession session, List<Read> sources) {
    session.begin(sources.stream().map(Read::sequence).toList(), 1);
    return session.sourceMeans();
  }

  /**
   * Makes text of sequences of any kind, several at a time.
   *
   * @param sources what the encoder reads, none or more
   * @param search finds targets
   * @return of each, in their order, all that the search found, best first
   * @throws IllegalArgumentException if a source is not what the encoder reads
   */
  public List<List<Translation>> decode(
      List<? extends SourceSequence> sources, TargetSearch search) {
    List<Read> read = new ArrayList<>(sources.size());
    for (SourceSequence one : sources) {
      read.add(new Read(read.size(), one, named(one)));
    }
    return found(read, search);
  }

  private List<String> named(SourceSequence sequence) {
    SequenceText reads = source;
    return reads != null && sequence instanceof SourceSequence.Tokens(int[] ids)
        ? reads.named(ids)
        : List.of();
  }

  /** A source with its tokens; none of frames. */
  private record Read(int number, SourceSequence sequence, List<String> tokens) {}

  /** Computes with some sources. */
  private interface Reading<R> {
    List<R> of(EncoderDecoderSession session, List<Read> sources);
  }

  private <R> List<R> all(List<Read> sources, Reading<R> reading) {
    EncoderDecoderSession session = sessions.take();
    List<R> results =
        SortedBatches.compute(
            sources, read -> read.sequence().length(), batch -> reading.of(session, batch));
    sessions.give(session); // one that failed is not given back
    return results;
  }

  private List<List<Translation>> found(List<Read> sources, TargetSearch search) {
    return all(sources, (session, some) -> some(session, some, search));
  }

  private List<List<Translation>> some(
      EncoderDecoderSession session, List<Read> sources, TargetSearch search) {
    session.begin(
        sources.stream().map(Read::sequence).toList(),
        Math.multiplyExact(search.width(), sources.size()));
    List<List<Hypothesis>> found =
        search.search(
            session,
            network.config().decoder().endToken(),
            sources.stream().mapToInt(read -> limit(read.sequence().length())).toArray(),
            sources.stream().mapToInt(Read::number).toArray());
    List<List<Translation>> translations = new ArrayList<>(sources.size());
    for (int i = 0; i < sources.size(); i++) {
      List<String> tokens = sources.get(i).tokens();
      translations.add(
          found.get(i).stream().map(h -> translation(h, session.alignment(h), tokens)).toList());
    }
    return translations;
  }

  /**
   * The longest target of a source: enough for whatever is about as long, and the end of a target
   * that would never end.
   *
   * @param sourceLength steps of the source
   * @return most tokens
   */
  public static int limit(int sourceLength) {
    return Math.addExact(Math.multiplyExact(2, sourceLength), 50);
  }

  private Translation translation(Hypothesis found, float[][] alignment, List<String> sources) {
    List<String> tokens = target.named(found.tokens());
    List<List<Float>> weights = new ArrayList<>();
    for (int t = 0; t < alignment.length; t++) {
      List<Float> row = new ArrayList<>();
      for (float weight : alignment[t]) {
        row.add(weight);
      }
      weights.add(row);
      boolean unknown = t < tokens.size() && found.tokens()[t] == target.vocabulary().unknownId();
      if (unknown && !sources.isEmpty() && !row.isEmpty()) {
        tokens.set(t, sources.get(largest(alignment[t])));
      }
    }
    return new Translation(
        target.text(tokens), tokens, found.logProbability(), found.score(), weights);
  }

  private static int largest(float[] weights) {
    int best = 0;
    for (int j = 1; j < weights.length; j++) {
      best = weights[j] > weights[best] ? j : best;
    }
    return best;
  }

  /** {@return what computes} */
  public EncoderDecoderNetwork network() {
    return network;
  }

  /** {@return the texts it reads; null if it reads frames of numbers} */
  public @Nullable SequenceText source() {
    return source;
  }

  /** {@return the texts it writes} */
  public SequenceText target() {
    return target;
  }
}
