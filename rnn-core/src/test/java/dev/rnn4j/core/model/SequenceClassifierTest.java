package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.ClassifierConfig.TokenDropout;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceClassifierTest {
  private static final Vocabulary WORDS =
      new Vocabulary(Level.WORD, List.of("good", "bad", "not", "film", "<eos>", "<unk>"));
  private static final Labels LABELS = new Labels(List.of("neg", "pos", "none"));
  private static final List<String> TEXTS =
      List.of("good film", "", "not bad", "film film film not good bad", "never seen", "bad");

  @TempDir Path folder;

  private static ClassifierConfig config(Pooling pooling) {
    StackConfig stack = StackConfig.of(5, new LstmCell(), List.of(7), Directions.CONCATENATED);
    return new ClassifierConfig(
        WORDS.size(), stack, pooling, LABELS.size(), 0.5f, new TokenDropout(0.1f, 5));
  }

  private static ClassifierFile file(Pooling pooling) {
    ClassifierConfig config = config(pooling);
    Parameters parameters = config.newParameters(Initialization.uniform(0.8f), new RandomSource(3));
    return new ClassifierFile(config, WORDS, LABELS, parameters, Map.of("seed", "3"));
  }

  @Test
  void theLabelIsThatOfTheLargestProbability() {
    Classification result = file(new MaxOverTime()).model().classify("good film");
    assertEquals(LABELS.names(), List.copyOf(result.probabilities().keySet()));
    double sum = result.probabilities().values().stream().mapToDouble(p -> p).sum();
    assertEquals(1, sum, 1e-6);
    assertEquals(Collections.max(result.probabilities().values()), result.probability());
    assertEquals(result.probability(), result.probabilities().get(result.label()));
  }

  @Test
  void manyTextsGiveToTheBitWhatEachGivesAlone() {
    SequenceClassifier classifier = file(new AttentionPooling(4)).model();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 20; i++) { // more than one batch
      texts.addAll(TEXTS);
    }
    List<Classification> together = classifier.classify(texts);
    List<float[]> vectors = classifier.vectors(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertEquals(classifier.classify(texts.get(i)), together.get(i));
      assertArrayEquals(classifier.vector(texts.get(i)), vectors.get(i));
    }
    assertEquals(List.of(), classifier.classify(List.of()));
  }

  @Test
  void manyThreadsMayShareAClassifier() {
    SequenceClassifier classifier = file(new AttentionPooling(4)).model();
    List<Classification> alone = TEXTS.stream().map(classifier::classify).toList();
    List<Classification> shared =
        IntStream.range(0, 600)
            .parallel()
            .mapToObj(i -> classifier.classify(TEXTS.get(i % TEXTS.size())))
            .toList();
    for (int i = 0; i < shared.size(); i++) {
      assertEquals(alone.get(i % alone.size()), shared.get(i));
    }
  }

  @Test
  void attentionHasAWeightForEveryToken() {
    SequenceClassifier classifier = file(new AttentionPooling(4)).model();
    float[] weights = classifier.attention("not a bad film");
    assertEquals(4, weights.length);
    assertEquals(1, IntStream.range(0, 4).mapToDouble(t -> weights[t]).sum(), 1e-6);
    assertEquals(0, file(new MaxOverTime()).model().attention("not bad").length);
  }

  @Test
  void wordsThatAreNotKnownAreReadAsTheUnknownOne() {
    SequenceClassifier classifier = file(new MaxOverTime()).model();
    assertEquals(classifier.classify("<unk> film"), classifier.classify("never film"));
    assertEquals(14, classifier.vector("film").length);
  }

  @Test
  void aFileGivesTheSameClassifierBack() throws IOException {
    for (Pooling pooling : List.of(new MaxOverTime(), new AttentionPooling(4))) {
      Path path = folder.resolve("model.safetensors");
      ClassifierFile written = file(pooling);
      written.write(path);
      ClassifierFile read = ClassifierFile.read(path);
      assertEquals(written.config(), read.config());
      assertEquals(written.vocabulary(), read.vocabulary());
      assertEquals(written.labels(), read.labels());
      assertEquals(written.training(), read.training());
      assertArrayEquals(written.parameters().values(), read.parameters().values());
      List<Classification> expected = written.model().classify(TEXTS);
      assertEquals(expected, ClassifierFile.load(path).classify(TEXTS));
      ByteArrayInputStream stream = new ByteArrayInputStream(Files.readAllBytes(path));
      assertEquals(expected, ClassifierFile.load(stream).classify(TEXTS));
      assertEquals("classifier", ModelFile.kind(path));
    }
  }

  @Test
  void weightsOfSixteenBitsSurviveTheFile() throws IOException {
    Path path = folder.resolve("model.safetensors");
    ClassifierFile rounded = file(new AttentionPooling(4)).withWeights(WeightFormat.BFLOAT16);
    rounded.write(path);
    assertEquals(rounded.model().classify(TEXTS), ClassifierFile.load(path).classify(TEXTS));
  }

  @Test
  void aDescriptionThatContradictsItselfIsRefused() throws IOException {
    ClassifierFile file = file(new MaxOverTime());
    Map<String, String> description =
        new LinkedHashMap<>(ClassifierFile.describe(file.config(), WORDS, LABELS));
    description.put("rnn4j.labels", "{\"names\":[\"neg\",\"pos\"]}");
    assertRefused(description, "6 tokens and 2 labels, its configuration says 6 and 3");
    description.put("rnn4j.labels", "{\"names\":[\"neg\",\"pos\",\"neg\"]}");
    assertRefused(description, "occurs twice");
    description.putAll(ClassifierFile.describe(file.config(), WORDS, LABELS));
    description.replaceAll((_, json) -> json.replace("\"max\"", "\"sum\""));
    assertRefused(description, "unknown pooling \"sum\"");
  }

  private void assertRefused(Map<String, String> description, String reason) throws IOException {
    Path path = folder.resolve("bad.safetensors");
    Parameters parameters = file(new MaxOverTime()).parameters();
    new ModelFile(ClassifierFile.VERSION, description, parameters, Map.of()).write(path);
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> ClassifierFile.load(path));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.toString());
  }

  @Test
  void aConfigurationOutOfRangeIsRefused() {
    ClassifierConfig good = config(new MaxOverTime());
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClassifierConfig(6, good.stack(), good.pooling(), 1, 0, TokenDropout.NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClassifierConfig(1, good.stack(), good.pooling(), 2, 0, TokenDropout.NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClassifierConfig(6, good.stack(), good.pooling(), 2, 1, TokenDropout.NONE));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ClassifierConfig(6, good.stack(), good.pooling(), 2, 0, new TokenDropout(0.1f, 6)));
    assertThrows(IllegalArgumentException.class, () -> new TokenDropout(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new TokenDropout(0, -1));
  }

  @Test
  void aClassOrTokenThatDoesNotExistIsRefused() {
    ClassifierPass pass = new ClassifierPass(file(new MaxOverTime()).model().network());
    List<ClassifiedSequence> wrong = List.of(new ClassifiedSequence(new int[] {1}, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> pass.begin(wrong));
    assertThrows(IllegalStateException.class, () -> pass.compute(Worker.solo(), 1, 1));
  }
}
