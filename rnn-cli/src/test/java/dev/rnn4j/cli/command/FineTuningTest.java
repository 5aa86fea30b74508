package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rnn train --from MODEL}. */
class FineTuningTest {
  /** A learning rate at which nothing moves. */
  private static final Object[] STILL = {"--optimizer", "sgd", "--lr", 1e-30, "--epochs", 1};

  @TempDir private Path folder;
  private Path first;
  private Path second;
  private Path base;
  private Path tuned;

  @BeforeEach
  void trainBase() throws IOException {
    first = Files.writeString(folder.resolve("first.txt"), "the cat sat on the mat\n".repeat(20));
    second = Files.writeString(folder.resolve("second.txt"), "the dog sat on a log\n".repeat(20));
    base = folder.resolve("base.safetensors");
    tuned = folder.resolve("tuned.safetensors");
  }

  private void base(Object... more) {
    baseOf(2, more);
  }

  private void baseOf(int epochs, Object... more) {
    Object[] args = {"train", "--train", first, "--out", base, "--threads", 1, "--level", "word"};
    Object[] shape = {"--hidden", "9,7", "--embedding", 7, "--dropout", 0.2, "--epochs", epochs};
    Cli.run(Cli.concat(Cli.concat(args, shape), more)).succeeded();
  }

  private Cli.Result tune(Object... more) {
    Object[] args = {"train", "--train", second, "--from", base, "--out", tuned, "--threads", 1};
    return Cli.run(Cli.concat(args, more));
  }

  @Test
  void knownTokensKeepTheirVectorsAndNewOnesAreDrawn() throws IOException {
    for (Object[] shape : new Object[][] {{}, {"--tied"}}) {
      base(shape);
      String err = tune(STILL).succeeded().err();
      assertTrue(err.contains("goes on from base.safetensors: 7 of 10 tokens keep"), err);
      LanguageModelFile before = LanguageModelFile.read(base);
      LanguageModelFile after = LanguageModelFile.read(tuned);
      assertEquals(List.of(9, 7), after.config().hiddenSizes());
      assertEquals(before.config().tied(), after.config().tied());
      assertEquals(before.config().regularization(), after.config().regularization());
      Vocabulary tokens = before.vocabulary();
      assertEquals(tokens.tokens(), after.vocabulary().tokens().subList(0, tokens.size()));
      assertTrue(after.vocabulary().contains("dog"));
      for (ParameterLayout.Entry entry : before.parameters().layout().entries()) {
        Matrix old = before.parameters().matrix(entry.name());
        Matrix now = after.parameters().matrix(entry.name());
        Matrix kept = entry.vector() ? now.columnRange(0, old.cols()) : now.rowRange(0, old.rows());
        Bits.assertEqual(entry.name(), old.copy().data(), kept.copy().data());
      }
      Matrix vectors = after.parameters().matrix("encoder.weight");
      float drawn = vectors.get(after.vocabulary().id("dog"), 3);
      assertTrue(drawn != 0 && Math.abs(drawn) <= 1 / 3f, "drawn: " + drawn);
      assertEquals("base.safetensors", after.training().get("from"));
    }
  }

  @Test
  void aVocabularyThatIsGivenIsTaken() throws IOException {
    base();
    Path words = Files.writeString(folder.resolve("words.txt"), "sat\ndog\nmat\n");
    tune(Cli.concat(STILL, "--vocab", words)).succeeded();
    LanguageModelFile before = LanguageModelFile.read(base);
    LanguageModelFile after = LanguageModelFile.read(tuned);
    assertEquals(List.of("sat", "dog", "mat", "<eos>", "<unk>"), after.vocabulary().tokens());
    for (String name : List.of("encoder.weight", "decoder.weight")) {
      for (String token : List.of("sat", "mat", "<eos>")) {
        int old = before.vocabulary().id(token);
        int now = after.vocabulary().id(token);
        Bits.assertEqual(
            token,
            before.parameters().matrix(name).rowRange(old, old + 1).copy().data(),
            after.parameters().matrix(name).rowRange(now, now + 1).copy().data());
        assertEquals(
            before.parameters().matrix("decoder.bias").get(0, old),
            after.parameters().matrix("decoder.bias").get(0, now));
      }
    }
  }

  @Test
  void aModelLearnsFasterFromOneThatKnowsTheLanguage() throws IOException {
    second = first;
    Object[] small = {"--batch", 2, "--bptt", 5};
    baseOf(8, Cli.concat(small, "--lr", 0.02));
    tune(Cli.concat(small, "--epochs", 1)).succeeded();
    double went = validPerplexity(tuned);
    Object[] shape = {"--hidden", "9,7", "--embedding", 7, "--dropout", 0.2, "--epochs", 1};
    Object[] args = {"train", "--train", first, "--out", tuned, "--threads", 1, "--level", "word"};
    Cli.run(Cli.concat(Cli.concat(args, shape), small)).succeeded();
    double began = validPerplexity(tuned);
    assertTrue(went < began / 2, went + " and " + began);
  }

  private static double validPerplexity(Path model) throws IOException {
    return Double.parseDouble(
        LanguageModelFile.read(model).training().getOrDefault("valid_perplexity", ""));
  }

  @Test
  void itIsResumedLikeAnyTraining() throws IOException {
    base();
    Object[] settings = {"--lr", 0.01, "--schedule", "constant", "--epochs"};
    tune(Cli.concat(settings, 3)).succeeded();
    byte[] whole = Files.readAllBytes(tuned);
    tune(Cli.concat(settings, 1)).succeeded();
    Path checkpoint = folder.resolve("tuned.checkpoint.safetensors");
    try (Checkpoint read = Checkpoint.read(checkpoint)) {
      assertEquals("base.safetensors", read.notes().get("from"));
    }
    Files.delete(base); // it is not needed any more
    Cli.run("train", "--resume", checkpoint, "--epochs", 3, "--threads", 1).succeeded();
    assertArrayEquals(whole, Files.readAllBytes(tuned));
  }

  @Test
  void whatIsDroppedIsTheModelsUnlessGiven() throws IOException {
    base();
    tune(Cli.concat(STILL, "--dropout", 0.4)).succeeded();
    assertEquals(0.4f, LanguageModelFile.read(tuned).config().regularization().dropout().layers());
  }

  @Test
  void optionsThatContradictTheModelAreRefused() {
    base();
    assertRefused("--cell contradicts the model of --from", "--cell", "gru");
    assertRefused("it has [9, 7], not [9, 8]", "--hidden", "9,8");
    assertRefused("--hidden or --layers contradicts", "--layers", 3);
    assertRefused("--embedding contradicts the model of --from", "--embedding", 8);
    assertRefused("--tied contradicts the model of --from", "--tied");
    assertRefused("its tokens are words", "--level", "char");
    assertFalse(Files.exists(tuned));
    tune(Cli.concat(STILL, "--cell", "lstm", "--hidden", "9,7", "--level", "word")).succeeded();
  }

  private void assertRefused(String saying, Object... more) {
    String err = tune(more).failed(2);
    assertTrue(err.contains(saying), err);
  }

  @Test
  void theModelItGoesOnFromIsNotOverwritten() throws IOException {
    base();
    byte[] before = Files.readAllBytes(base);
    Cli.run("train", "--train", second, "--from", base, "--out", base, "--threads", 1).failed(1);
    assertArrayEquals(before, Files.readAllBytes(base));
  }

  @Test
  void whatIsNoLanguageModelIsRefused() {
    base();
    Path checkpoint = folder.resolve("base.checkpoint.safetensors");
    String err =
        Cli.run("train", "--train", second, "--from", checkpoint, "--out", tuned).failed(1);
    assertTrue(err.contains("checkpoint"), err);
  }
}
