package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.core.io.EncoderDecoderFile;
import dev.rnn4j.core.io.ForecasterFile;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.io.QuestionAnswererFile;
import dev.rnn4j.core.io.TaggerFile;
import dev.rnn4j.core.model.TaggerConfig;
import dev.rnn4j.core.model.TaggerVocabulary;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.testkit.Bits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rnn train --task NAME --from MODEL} of every kind of model. */
class FineTuningTasksTest {
  /** A learning rate at which nothing moves. */
  private static final Object[] STILL = {"--optimizer", "sgd", "--lr", 1e-30, "--epochs", 1};

  private static final Object[] SMALL = {"--hidden", 6, "--embedding", 5, "--dropout", 0.25};

  @TempDir private Path folder;
  private Path base;
  private Path tuned;

  @BeforeEach
  void name() {
    base = folder.resolve("base.safetensors");
    tuned = folder.resolve("tuned.safetensors");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Trains a model to go on from. */
  private void base(String task, Object... more) {
    base(task, 2, more);
  }

  private void base(String task, int epochs, Object... more) {
    Object[] args = {"train", "--task", task, "--out", base, "--threads", 1, "--epochs", epochs};
    Cli.run(Cli.concat(args, more)).succeeded();
  }

  private Cli.Result tune(String task, Object... more) {
    Object[] args = {"train", "--task", task, "--from", base, "--out", tuned, "--threads", 1};
    return Cli.run(Cli.concat(args, more));
  }

  private void assertRemark(String expected, Cli.Result result) {
    String err = result.succeeded().err();
    assertTrue(err.contains("goes on from base.safetensors" + expected), err);
  }

  /**
   * What the first model has is where it was, as those tokens and labels come first; what is new
   * was drawn.
   *
   * @param grown names of the parameters that have got larger
   */
  private void assertKept(String... grown) throws IOException {
    Parameters before = ModelFile.read(base).parameters();
    Parameters after = ModelFile.read(tuned).parameters();
    for (ParameterLayout.Entry entry : before.layout().entries()) {
      Matrix old = before.matrix(entry.name());
      Matrix now = after.matrix(entry.name());
      Matrix kept = now.rowRange(0, old.rows()).columnRange(0, old.cols());
      Bits.assertEqual(entry.name(), old.copy().data(), kept.copy().data());
      boolean larger = now.rows() > old.rows() || now.cols() > old.cols();
      assertEquals(List.of(grown).contains(entry.name()), larger, entry.name());
      assertNotEquals(0, now.get(now.rows() - 1, now.cols() - 1), entry.name());
    }
  }

  private static String sentences(String... words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      for (int w = 0; w < words.length; w += 2) {
        text.append(words[w]).append('\t').append(words[w + 1]).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private void baseTagger(Object... more) throws IOException {
    Path train = file("a.tsv", sentences("she", "O", "saw", "O", "Bea", "B-PER"));
    Object[] small = {"--char-width", 4, "--char-embedding", 3, "--train", train};
    base("tag", Cli.concat(Cli.concat(SMALL, small), more));
  }

  @Test
  void aTaggerKeepsItsWordsCharactersAndTags() throws IOException {
    baseTagger("--lower-case", "false");
    Path train = file("b.tsv", sentences("Bea", "B-PER", "saw", "O", "Zug", "B-LOC"));
    Cli.Result result = tune("tag", Cli.concat(STILL, "--train", train));
    assertRemark(": 4 of 5 words, 7 of 10 characters, 2 of 3 tags keep their vectors", result);
    assertKept("words.weight", "characters.weight", "output.weight", "output.bias");
    TaggerVocabulary now = TaggerFile.load(tuned).vocabulary();
    assertEquals(List.of("<unk>", "she", "saw", "Bea", "Zug"), now.words().names());
    assertEquals(List.of("O", "B-PER", "B-LOC"), now.tags().names());
    assertFalse(now.lowerCase());
    assertEquals(0.25f, TaggerFile.load(tuned).network().config().dropout());
  }

  @Test
  void aConditionalRandomFieldKeepsItsTransitions() throws IOException {
    baseTagger("--crf", "--chars", "none");
    Path train = file("b.tsv", sentences("zug", "B-LOC", "bea", "B-PER", "ab", "I-PER"));
    assertRemark(
        ": 4 of 6 words, 2 of 4 tags keep", tune("tag", Cli.concat(STILL, "--train", train)));
    assertKept(
        "words.weight",
        "output.weight",
        "output.bias",
        "output.transitions",
        "output.start",
        "output.end");
    TaggerConfig config = TaggerFile.load(tuned).network().config();
    assertEquals(null, config.characters());
    TaggerVocabulary now = TaggerFile.load(tuned).vocabulary();
    int inside = now.tags().index("I-PER");
    assertTrue(Objects.requireNonNull(config.crf()).follows(now.tags().index("B-PER"), inside));
    assertFalse(config.crf().follows(now.tags().index("B-LOC"), inside));
  }

  @Test
  void aTaggerGoesOnInItsScheme() throws IOException {
    baseTagger("--scheme", "bioes");
    Path train = file("b.tsv", sentences("bea", "B-PER", "may", "I-PER"));
    tune("tag", Cli.concat(STILL, "--train", train)).succeeded();
    assertEquals(
        List.of("O", "S-PER", "B-PER", "E-PER"),
        TaggerFile.load(tuned).vocabulary().tags().names());
  }

  @Test
  void aTaggerOfEntitiesDoesNotGoOnWithPartsOfSpeech() throws IOException {
    baseTagger();
    Path train = file("b.tsv", sentences("bea", "NOUN", "saw", "VERB"));
    String err = tune("tag", "--train", train).failed(2);
    assertTrue(err.contains("those of entities") && err.contains("no entities"), err);
    baseTagger("--crf");
    Path names = file("c.tsv", sentences("she", "O", "Bea", "B-PER"));
    err = tune("tag", "--train", names, "--label-smoothing", 0.1).failed(2);
    assertTrue(err.contains("the conditional random field of --from has none"), err);
  }

  private static String texts(String... rows) {
    return "text,label\n" + (String.join("\n", rows) + "\n").repeat(20);
  }

  private void baseClassifier(Object... more) throws IOException {
    Path train = file("a.csv", texts("a fine day,good", "a sad day,bad", "fine,good", "sad,bad"));
    base("classify", Cli.concat(Cli.concat(SMALL, "--train", train, "--valid", "none"), more));
  }

  @Test
  void aClassifierKeepsItsTokensAndClasses() throws IOException {
    baseClassifier("--directions", 1, "--pooling", "attention", "--attention", 3);
    Path train = file("b.csv", texts("a blue day,neither", "fine,good"));
    Cli.Result result = tune("classify", Cli.concat(STILL, "--train", train, "--valid", "none"));
    assertRemark(": 6 of 7 tokens, 2 of 3 labels keep their vectors", result);
    assertKept("embedding.weight", "output.weight", "output.bias");
    ClassifierFile before = ClassifierFile.read(base);
    ClassifierFile now = ClassifierFile.read(tuned);
    assertEquals(List.of("bad", "good", "neither"), now.labels().names());
    assertEquals(before.config().stack(), now.config().stack());
    assertEquals(before.config().pooling(), now.config().pooling());
    assertEquals(0.25f, now.config().dropout());
    tune("classify", Cli.concat(STILL, "--train", train, "--valid", "none", "--dropout", 0.5))
        .succeeded();
    assertEquals(0.5f, ClassifierFile.read(tuned).config().dropout());
  }

  @Test
  void aClassifierOfCharactersGoesOnWithCharacters() throws IOException {
    baseClassifier("--level", "char");
    Path train = file("b.csv", texts("ßßß,good", "sad,bad"));
    tune("classify", Cli.concat(STILL, "--train", train, "--valid", "none")).succeeded();
    assertKept("embedding.weight");
    assertTrue(ClassifierFile.read(tuned).vocabulary().contains("ß"));
  }

  @Test
  void aTrainingBeginsWhereTheEarlierOneEnded() throws IOException {
    Path train = file("a.csv", texts("a fine day,good", "a sad day,bad", "fine,good", "sad,bad"));
    Object[] all = Cli.concat(SMALL, "--train", train, "--valid", train, "--lr", 0.02);
    base("classify", 12, all);
    tune("classify", Cli.concat(STILL, "--train", train, "--valid", train)).succeeded();
    String before = ClassifierFile.read(base).training().get("validation");
    assertEquals("accuracy 100.00%", before);
    assertEquals(before, ClassifierFile.read(tuned).training().get("validation"));
  }

  private Object[] pairs(String name, String source, String target) throws IOException {
    Path from = file(name + ".from", source.repeat(12));
    Path to = file(name + ".to", target.repeat(12));
    return new Object[] {"--source", from, "--target", to};
  }

  @Test
  void aModelOfSequencesKeepsTheTokensOfBothSides() throws IOException {
    base("seq2seq", Cli.concat(SMALL, pairs("a", "ein Hund\nzwei\n", "a dog\ntwo\n")));
    Object[] more = pairs("b", "ein Haus hier\n", "a house\n");
    Cli.Result result = tune("seq2seq", Cli.concat(STILL, more));
    assertRemark(": 5 of 7 source tokens, 5 of 6 target tokens keep their vectors", result);
    assertKept(
        "encoder.embedding.weight", "decoder.embedding.weight", "output.weight", "output.bias");
    EncoderDecoderFile now = EncoderDecoderFile.read(tuned);
    assertEquals(EncoderDecoderFile.read(base).config().cell(), now.config().cell());
    assertTrue(Objects.requireNonNull(now.source()).vocabulary().contains("Haus"));
    assertEquals(0.25f, now.config().regularization().dropout().layers());
  }

  @Test
  void piecesOfWordsAndTiedVectorsStayWhatTheyAre() throws IOException {
    Object[] cut = {"--level", "bpe", "--merges", 3, "--tied", "all"};
    base("seq2seq", Cli.concat(Cli.concat(SMALL, cut), pairs("a", "aab ab\n", "ab aab\n")));
    tune("seq2seq", Cli.concat(STILL, pairs("b", "aab xy\n", "yx ab\n"))).succeeded();
    assertKept("decoder.embedding.weight", "output.bias");
    EncoderDecoderFile before = EncoderDecoderFile.read(base);
    EncoderDecoderFile now = EncoderDecoderFile.read(tuned);
    assertEquals(
        Objects.requireNonNull(before.target().subwords()).merges(),
        Objects.requireNonNull(now.target().subwords()).merges());
    assertEquals(now.target().vocabulary(), Objects.requireNonNull(now.source()).vocabulary());
  }

  @Test
  void framesAndTokensAreNotEachOther() throws IOException {
    base("seq2seq", Cli.concat(SMALL, pairs("a", "ein Hund\n", "a dog\n")));
    String err = tune("seq2seq", "--train", "builtin:digits").failed(2);
    assertTrue(err.contains("reads tokens, but builtin:digits has frames of "), err);
  }

  private Path stories(String name, String... places) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      for (String place : places) {
        text.append("Ben is in the ").append(place).append(".\tWhere is Ben?\t").append(place);
        text.append('\n');
      }
    }
    return file(name, text.toString());
  }

  @Test
  void aModelThatAnswersKeepsItsWordsAndAnswers() throws IOException {
    base("answer", Cli.concat(SMALL, "--train", stories("a.tsv", "garden", "office")));
    Path more = stories("b.tsv", "attic", "office");
    Cli.Result result = tune("answer", Cli.concat(STILL, "--train", more));
    assertRemark(": 11 of 12 words, 2 of 3 answers keep their vectors", result);
    assertKept("embedding.weight", "answer.weight", "answer.bias");
    QuestionAnswererFile now = QuestionAnswererFile.read(tuned);
    assertEquals(List.of("garden", "office", "attic"), now.answers().names());
    QuestionAnswererFile before = QuestionAnswererFile.read(base);
    assertEquals(before.config().story(), now.config().story());
    Path one = stories("c.tsv", "garden");
    tune("answer", Cli.concat(STILL, "--train", one)).succeeded(); // two answers are known
  }

  private Path table(String name, String columns, double level) throws IOException {
    StringBuilder text = new StringBuilder(columns + "\n");
    for (int t = 0; t < 90; t++) {
      text.append(level + t % 5).append(',').append(t % 3).append('\n');
    }
    return file(name, text.toString());
  }

  @Test
  void aForecasterKeepsWhatItReadsAndNormalisesWith() throws IOException {
    Object[] shape = {"--target", "load", "--inputs", "heat", "--window", 8, "--horizon", 2};
    Path train = table("a.csv", "load,heat", 10);
    base("forecast", Cli.concat(shape, "--hidden", 4, "--every-step", "--train", train));
    Path other = table("b.csv", "load,heat", 50);
    Cli.Result result = tune("forecast", Cli.concat(STILL, "--train", other));
    assertRemark("", result);
    assertKept();
    assertEquals(ForecasterFile.load(base).config(), ForecasterFile.load(tuned).config());
    Path without = table("c.csv", "load,cold", 50);
    String err = tune("forecast", "--train", without).failed(1);
    assertTrue(err.contains("heat"), err);
    err = tune("forecast").failed(2);
    assertTrue(err.contains("reads [load, heat], but builtin:load has ["), err);
  }

  @Test
  void itIsResumedLikeAnyTraining() throws IOException {
    baseClassifier();
    Path train = file("b.csv", texts("a blue day,neither", "fine,good"));
    Object[] settings = {"--train", train, "--valid", "none", "--schedule", "constant", "--epochs"};
    tune("classify", Cli.concat(settings, 3)).succeeded();
    byte[] whole = Files.readAllBytes(tuned);
    tune("classify", Cli.concat(settings, 1)).succeeded();
    Path checkpoint = folder.resolve("tuned.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--epochs", 3, "--threads", 1).succeeded();
    assertArrayEquals(whole, Files.readAllBytes(tuned));
  }

  @Test
  void optionsThatTheModelAnswersAreRefused() throws IOException {
    baseClassifier();
    for (Object[] given :
        new Object[][] {
          {"--hidden", 6}, {"--cell", "gru"}, {"--pooling", "max"}, {"--peepholes"}
        }) {
      String err = tune("classify", given).failed(2);
      assertTrue(err.contains(given[0] + " cannot be given with --from"), err);
    }
    assertFalse(Files.exists(tuned));
  }

  @Test
  void aModelOfAnotherKindIsRefusedNamingBoth() throws IOException {
    baseClassifier();
    for (String task : List.of("tag", "seq2seq", "forecast", "answer")) {
      String err = tune(task).failed(1);
      assertTrue(err.contains("\"classifier/1\"") && err.contains("it is not a"), err);
    }
    String err = Cli.run("train", "--from", base, "--out", tuned).failed(1);
    assertTrue(err.contains("not a language model but \"classifier/1\""), err);
    Path checkpoint = folder.resolve("base.checkpoint.safetensors");
    err = Cli.run("train", "--task", "classify", "--from", checkpoint).failed(1);
    assertTrue(err.contains("checkpoint"), err);
  }

  @Test
  void theModelItGoesOnFromIsNotOverwritten() throws IOException {
    baseClassifier();
    byte[] before = Files.readAllBytes(base);
    Cli.run("train", "--task", "classify", "--from", base, "--out", base).failed(1);
    assertArrayEquals(before, Files.readAllBytes(base));
  }
}
