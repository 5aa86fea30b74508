package dev.rnn4j.train.model;

import dev.rnn4j.core.model.TaggedSentence;
import dev.rnn4j.core.model.TaggerConfig;
import dev.rnn4j.core.model.TaggerVocabulary;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.TagScheme;
import dev.rnn4j.train.data.TaggedWords;
import dev.rnn4j.train.data.WordVectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a tagger is trained on: the vocabulary of some sentences, how often its words occur, and
 * vectors of words that were learned elsewhere.
 */
public final class TaggerData {
  /** Rarer characters are taken for unknown ones, so that it is learned what these mean. */
  private static final int LEAST_CHARACTERS = 2;

  private final TaggerVocabulary vocabulary;
  private final long[] counts;

  private TaggerData(TaggerVocabulary vocabulary, long[] counts) {
    this.vocabulary = vocabulary;
    this.counts = counts;
  }

  /**
   * Counts the words of sentences.
   *
   * @param sentences with tags, one word or more
   * @param lowerCase whether words are looked up in lower case
   * @param more further words to know, such as those of vectors; in the form they are looked up in
   * @return the data
   */
  public static TaggerData of(List<TaggedWords> sentences, boolean lowerCase, Set<String> more) {
    Labels unknown = new Labels(List.of(TaggerVocabulary.UNKNOWN));
    return of(sentences, more, lowerCase, new Known(unknown, unknown, List.of()));
  }

  /**
   * Counts the words of sentences for a tagger that goes on from an earlier one.
   *
   * @param sentences with tags, one word or more
   * @param earlier what that one knows; it keeps its numbers
   * @param more further words to know, such as those of vectors; in the form they are looked up in
   * @return the data
   */
  public static TaggerData of(
      List<TaggedWords> sentences, TaggerVocabulary earlier, Set<String> more) {
    Known known = new Known(earlier.words(), earlier.characters(), earlier.tags().names());
    return of(sentences, more, earlier.lowerCase(), known);
  }

  /**
   * What is known beforehand, in the order of its numbers; the unknown word and character first.
   */
  private record Known(Labels words, Labels characters, List<String> tags) {}

  private static TaggerData of(
      List<TaggedWords> sentences, Set<String> more, boolean lowerCase, Known before) {
    Map<String, Long> words = new LinkedHashMap<>();
    Map<String, Long> characters = new LinkedHashMap<>();
    Set<String> tags = new LinkedHashSet<>(before.tags());
    before.words().names().forEach(word -> words.put(word, 0L));
    for (TaggedWords sentence : sentences) {
      for (String word : sentence.words()) {
        words.merge(TaggerVocabulary.form(word, lowerCase), 1L, Long::sum);
        word.codePoints()
            .forEach(point -> characters.merge(Character.toString(point), 1L, Long::sum));
      }
      tags.addAll(sentence.tags());
    }
    more.forEach(word -> words.putIfAbsent(word, 0L));
    words.remove(TaggerVocabulary.UNKNOWN);
    List<String> known = new ArrayList<>(List.of(TaggerVocabulary.UNKNOWN));
    known.addAll(words.keySet());
    List<String> spelled = new ArrayList<>(before.characters().names());
    characters.forEach((character, count) -> {
      if (count >= LEAST_CHARACTERS && before.characters().indexOf(character) < 0) {
        spelled.add(character);
      }
    });
    long[] counts = known.stream().mapToLong(word -> words.getOrDefault(word, 0L)).toArray();
    TaggerVocabulary vocabulary =
        new TaggerVocabulary(
            new Labels(known), new Labels(spelled), new Labels(List.copyOf(tags)), lowerCase);
    return new TaggerData(vocabulary, counts);
  }

  /** {@return words, characters and tags} */
  public TaggerVocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * The sentences in numbers.
   *
   * @param sentences with tags that are in the vocabulary
   * @return examples to train on
   */
  public List<TaggedSentence> examples(List<TaggedWords> sentences) {
    return sentences.stream().map(s -> vocabulary.encode(s.words(), s.tags())).toList();
  }

  /**
   * How often to take each word for an unknown one in training, so that it is learned what these
   * mean: α / (α + how often it occurs), as Kiperwasser and Goldberg 2016 do.
   *
   * @param alpha 0 for never
   * @return a probability for each word
   */
  public float[] unknown(double alpha) {
    float[] unknown = new float[counts.length];
    for (int word = 0; word < unknown.length; word++) {
      unknown[word] = counts[word] == 0 ? 0 : (float) (alpha / (alpha + counts[word]));
    }
    return unknown;
  }

  /**
   * Sets the vectors of words.
   *
   * @param vectors as wide as those of the model
   * @param into the parameters of a tagger of this vocabulary
   * @return how many words have one
   * @throws IllegalArgumentException if the widths differ
   */
  public int set(WordVectors vectors, Parameters into) {
    Matrix table = into.matrix(TaggerConfig.WORDS);
    if (vectors.width() != table.cols()) {
      throw new IllegalArgumentException(
          "vectors of "
              + vectors.width()
              + " values given for words of "
              + table.cols()
              + "; make both equally wide");
    }
    int found = 0;
    for (int word = 1; word < table.rows(); word++) {
      float[] vector = vectors.vectors().get(vocabulary.words().name(word));
      if (vector != null) {
        System.arraycopy(vector, 0, table.data(), table.index(word, 0), vector.length);
        found++;
      }
    }
    return found;
  }

  /**
   * The scheme in which entities are written.
   *
   * @param sentences with tags
   * @return the first scheme that all of them fit, IOB2 if none but all tags are of such schemes;
   *     nothing if there are other tags
   */
  public static Optional<TagScheme> scheme(List<TaggedWords> sentences) {
    boolean entities = false;
    for (TaggedWords sentence : sentences) {
      if (!sentence.tags().stream().allMatch(TagScheme::isTag)) {
        return Optional.empty();
      }
      entities |= sentence.tags().stream().anyMatch(tag -> tag.length() > 1);
    }
    if (!entities) {
      return Optional.empty();
    }
    for (TagScheme scheme : List.of(TagScheme.IOB2, TagScheme.BIOES, TagScheme.IOB1)) {
      if (sentences.stream().allMatch(s -> scheme.of(s.tags()).equals(s.tags()))) {
        return Optional.of(scheme);
      }
    }
    return Optional.of(TagScheme.IOB2);
  }

  /**
   * The same sentences with entities in a scheme.
   *
   * @param sentences with tags in whatever scheme
   * @param scheme the scheme
   * @return the same words, other tags
   */
  public static List<TaggedWords> in(TagScheme scheme, List<TaggedWords> sentences) {
    return sentences.stream().map(s -> new TaggedWords(s.words(), scheme.of(s.tags()))).toList();
  }
}
