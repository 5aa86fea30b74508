package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.report.TextNotes;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.HeldOut;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts of a training as tokens.
 *
 * @param vocabulary the known tokens
 * @param train to learn from
 * @param valid to choose the best epoch by; may be empty
 * @param test to judge the result by; may be empty
 * @param notes what is to be said about the texts, each a sentence
 */
public record TrainingData(
    Vocabulary vocabulary, Corpus train, Corpus valid, Corpus test, List<String> notes) {
  private static final int HELD_OUT_PERCENT = 5;

  /** Makes the vocabulary, of the training text if it is made of any. */
  @FunctionalInterface
  public interface VocabularySource {
    Vocabulary of(String trainingText) throws CorpusException;
  }

  /** Reads and encodes the texts; holds out the end of the training text if that is asked for. */
  public static TrainingData read(
      TextSource source,
      long seed,
      Level level,
      VocabularySource vocabularySource,
      StandardInput standardInput)
      throws CorpusException {
    TextSource.Texts texts = source.read(seed, standardInput);
    String text = texts.train();
    int end = text.length();
    HeldOut heldOut = null;
    if (source.holdsOut()) {
      heldOut = HeldOut.end(text, level, HELD_OUT_PERCENT).orElseThrow(() -> tooShort(source));
      end = heldOut.character();
    }
    Vocabulary vocabulary = vocabularySource.of(text.substring(0, end));
    Corpus whole = Corpus.of(text, vocabulary);
    Corpus valid = Corpus.of(texts.valid(), vocabulary);
    Corpus test = Corpus.of(texts.test(), vocabulary);
    List<String> notes = new ArrayList<>();
    if (!source.isBuiltin()) {
      notes.addAll(TextNotes.of("the training text", text, whole));
      notes.addAll(TextNotes.of("the validation text", texts.valid(), valid));
      notes.addAll(TextNotes.of("the test text", texts.test(), test));
    }
    if (heldOut == null) {
      return new TrainingData(vocabulary, whole, valid, test, notes);
    }
    List<Corpus> parts = whole.splitAt(heldOut.token());
    return new TrainingData(vocabulary, parts.get(0), parts.get(1), test, notes);
  }

  private static CorpusException tooShort(TextSource source) {
    return new CorpusException(
        "%s is too short to hold %d%% out; give --valid FILE or --valid none"
            .formatted(source.name(), HELD_OUT_PERCENT));
  }
}
