package dev.rnn4j.cli.task.tag;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.TagScheme;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.NamesInSentences;
import dev.rnn4j.train.data.TaggedSentences;
import dev.rnn4j.train.data.TaggedWords;
import dev.rnn4j.train.model.TaggerData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The sentences of a training.
 *
 * @param name what they are called
 * @param train to learn from
 * @param valid to choose the best epoch by; may be empty
 * @param test to judge the result by; may be empty
 */
record TaggedSource(
    String name, List<TaggedWords> train, List<TaggedWords> valid, List<TaggedWords> test) {
  /** Generated sentences. */
  static final String BUILTIN = "builtin:names";

  private static final String NONE = "none";
  private static final int HELD_OUT = 10; // one of so many

  private static final long GENERATED = 5;

  static boolean isBuiltin(String argument) {
    return argument.equals(BUILTIN);
  }

  static NamesInSentences generated(long seed) {
    return NamesInSentences.generated(new RandomSource(RandomSource.derive(seed, GENERATED)));
  }

  static TaggedSource read(
      String train,
      @Nullable String valid,
      @Nullable String test,
      FormatOptions format,
      long seed,
      StandardInput input)
      throws CorpusException {
    NamesInSentences generated = isBuiltin(train) ? generated(seed) : null;
    List<TaggedWords> all = generated == null ? read(train, format, input) : generated.train();
    List<TaggedWords> judged =
        test == null && generated != null ? generated.test() : optional(test, format, input);
    String name = nameOf(train);
    if (valid == null && generated == null) {
      int kept = all.size() - all.size() / HELD_OUT;
      return new TaggedSource(name, all.subList(0, kept), all.subList(kept, all.size()), judged);
    }
    List<TaggedWords> watched =
        valid == null && generated != null ? generated.valid() : optional(valid, format, input);
    return new TaggedSource(name, all, watched, judged);
  }

  private static List<TaggedWords> optional(
      @Nullable String file, FormatOptions format, StandardInput input) throws CorpusException {
    return file == null || file.equals(NONE) ? List.of() : read(file, format, input);
  }

  static List<TaggedWords> read(String file, FormatOptions format, StandardInput input)
      throws CorpusException {
    return TaggedSentences.read(input.text(file), format.ofTags(file));
  }

  private static String nameOf(String train) {
    if (StandardInput.is(train) || isBuiltin(train)) {
      return isBuiltin(train) ? train : StandardInput.NAME;
    }
    Path name = Path.of(train).getFileName();
    return name == null ? train : name.toString();
  }

  TaggedSource in(TagScheme scheme) {
    return new TaggedSource(
        name,
        TaggerData.in(scheme, train),
        TaggerData.in(scheme, valid),
        TaggerData.in(scheme, test));
  }

  /** For the head of a training. */
  String summary() {
    return Text.format(
        "%s: %,d / %,d / %,d sentences for training / validation / test, %,d / %,d / %,d words",
        name, train.size(), valid.size(), test.size(), words(train), words(valid), words(test));
  }

  private static long words(List<TaggedWords> sentences) {
    return sentences.stream().mapToLong(sentence -> sentence.words().size()).sum();
  }

  /** Tells data apart. */
  long fingerprint() {
    CRC32 crc = new CRC32();
    for (List<TaggedWords> part : List.of(train, valid)) {
      crc.update(part.size());
      for (TaggedWords sentence : part) {
        crc.update(sentence.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    return crc.getValue();
  }
}
