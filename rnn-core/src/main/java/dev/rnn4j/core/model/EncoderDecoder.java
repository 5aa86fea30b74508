package dev.rnn4j.core.model;

import dev.rnn4j.core.head.BeamSearch;
import dev.rnn4j.core.head.Continuations;
import dev.rnn4j.core.head.Hypothesis;
import dev.rnn4j.core.tensor.SequenceOrder;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
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
  /** Sources that are computed together: more would not be faster, only larger. */
  private static final int BATCH = 32;

  private final EncoderDecoderNetwork network;
  private final @Nullable SequenceText source;
  private final SequenceText target;
  private final Passes<EncoderDecoderSession> sessions;

  /** Finds targets. */
  @FunctionalInterface
  public interface Search {
    /**
     * Searches.
     *
     * @param model whose first beginnings are the sources, one each
     * @param limits for each source the most tokens of a target, without the end
     * @return for each source what was found, best first; at least one
     */
    List<List<Hypothesis>> search(Continuations model, int[] limits);
  }

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
   * The most probable token after token: quick, and a little worse than {@link #beam}.
   *
   * @return a search
   */
  public Search greedy() {
    return beam(1, 0);
  }

  /**
   * A beam search, see {@link BeamSearch}.
   *
   * @param width how many beginnings to keep, 1 or more
   * @param lengthPower how much the length of a target is corrected for, 0 for not
   * @return a search
   */
  public Search beam(int width, double lengthPower) {
    int end = network.config().decoder().endToken();
    return new BeamSearch(width, lengthPower, end, end)::search;
  }

  /**
   * Translates a line, greedily.
   *
   * @param line a text
   * @return its translation
   * @throws IllegalStateException if the model reads frames of numbers
   */
  public Translation translate(String line) {
    return translate(List.of(line), greedy(), 1).getFirst();
  }

  /**
   * Translates lines, several at a time.
   *
   * @param lines texts, none or more
   * @param search finds translations
   * @param width most hypotheses the search keeps for each line, 1 for {@link #greedy}
   * @return the best translation of each, in their order
   * @throws IllegalStateException if the model reads frames of numbers
   */
  public List<Translation> translate(List<String> lines, Search search, int width) {
    return translations(lines, search, width).stream().map(List::getFirst).toList();
  }

  /**
   * Translates lines in several ways each.
   *
   * @param lines texts, none or more
   * @param search finds translations
   * @param width most hypotheses the search keeps for each line
   * @return of each, in their order, all that the search found, best first
   * @throws IllegalStateException if the model reads frames of numbers
   */
  public List<List<Translation>> translations(List<String> lines, Search search, int width) {
    SequenceText reads = source;
    if (reads == null) {
      throw new IllegalStateException("this model reads frames of numbers, not text");
    }
    List<Read> sources = new ArrayList<>(lines.size());
    for (String line : lines) {
      List<String> tokens = reads.tokens(line);
      sources.add(new Read(new SourceSequence.Tokens(reads.ids(tokens)), tokens));
    }
    return all(sources, search, width);
  }

  /**
   * Makes text of sequences of any kind, several at a time.
   *
   * @param sources what the encoder reads, none or more
   * @param search finds targets
   * @param width most hypotheses the search keeps for each source, 1 for {@link #greedy}
   * @return of each, in their order, all that the search found, best first
   * @throws IllegalArgumentException if a source is not what the encoder reads
   */
  public List<List<Translation>> decode(
      List<? extends SourceSequence> sources, Search search, int width) {
    SequenceText reads = source;
    List<Read> read = new ArrayList<>(sources.size());
    for (SourceSequence one : sources) {
      boolean named = reads != null && one instanceof SourceSequence.Tokens;
      read.add(new Read(one, named ? reads.named(((SourceSequence.Tokens) one).ids()) : List.of()));
    }
    return all(read, search, width);
  }

  /** A source and its tokens; none of frames. */
  private record Read(SourceSequence sequence, List<String> tokens) {}

  private List<List<Translation>> all(List<Read> sources, Search search, int width) {
    if (sources.isEmpty()) {
      return List.of();
    }
    SequenceOrder byLength =
        SequenceOrder.of(sources.stream().mapToInt(s -> s.sequence().length()).toArray());
    int[] places = new int[sources.size()];
    List<List<Translation>> sorted = new ArrayList<>(sources.size());
    EncoderDecoderSession session = sessions.take();
    for (int from = 0; from < sources.size(); from += BATCH) {
      List<Read> batch = new ArrayList<>(BATCH);
      for (int i = from; i < Math.min(from + BATCH, sources.size()); i++) {
        places[byLength.given(i)] = i;
        batch.add(sources.get(byLength.given(i)));
      }
      sorted.addAll(some(session, batch, search, width));
    }
    sessions.give(session);
    return Arrays.stream(places).mapToObj(sorted::get).toList();
  }

  private List<List<Translation>> some(
      EncoderDecoderSession session, List<Read> sources, Search search, int width) {
    session.begin(
        sources.stream().map(Read::sequence).toList(), Math.multiplyExact(width, sources.size()));
    int[] limits = sources.stream().mapToInt(s -> limit(s.sequence().length())).toArray();
    List<List<Hypothesis>> found = search.search(session, limits);
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
