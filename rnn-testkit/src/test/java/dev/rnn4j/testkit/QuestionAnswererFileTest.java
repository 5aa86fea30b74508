package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.io.QuestionAnswererFile;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.QuestionAnswerer;
import dev.rnn4j.core.model.QuestionAnswerer.Answer;
import dev.rnn4j.core.model.QuestionAnswerer.Question;
import dev.rnn4j.core.model.QuestionAnswererConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.LowerCaseWords;
import dev.rnn4j.core.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that answers questions, written, read and used. */
class QuestionAnswererFileTest {
  private static final Vocabulary WORDS =
      new Vocabulary(
          Vocabulary.Level.WORD,
          List.of(Vocabulary.EOS, Vocabulary.UNK, "anna", "went", "home", ".", "where", "is"));
  private static final Labels ANSWERS = new Labels(List.of("home", "garden", "the old mill"));
  private static final QuestionAnswererConfig CONFIG =
      QuestionAnswererConfig.of(
          new GruCell(), 8, 5, List.of(4), List.of(6, 3), Regularization.dropout(0.25f), 3);

  @TempDir private Path folder;

  private static QuestionAnswererFile file() {
    return new QuestionAnswererFile(
        CONFIG,
        WORDS,
        ANSWERS,
        CONFIG.newParameters(Initialization.uniform(0.8f), new RandomSource(7)),
        Map.of("seed", "7"));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path path = folder.resolve("m.safetensors");
    file().write(path);
    QuestionAnswererFile read = QuestionAnswererFile.read(path);
    assertEquals(CONFIG, read.config());
    assertEquals(WORDS, read.vocabulary());
    assertEquals(ANSWERS, read.answers());
    assertEquals(Map.of("seed", "7"), read.training());
    assertArrayEquals(file().parameters().values(), read.parameters().values());
    Question question = new Question("Anna went home.", "Where is Anna?");
    List<Answer> expected = file().model().answer(List.of(question));
    assertEquals(expected, QuestionAnswererFile.load(path).answer(List.of(question)));
    byte[] bytes = Files.readAllBytes(path);
    assertEquals(
        expected,
        QuestionAnswererFile.load(new ByteArrayInputStream(bytes)).answer(List.of(question)));
    assertEquals("question-answerer", ModelFile.kind(path));
  }

  @Test
  void aDescriptionThatContradictsItselfIsRefused() throws IOException {
    Path path = folder.resolve("m.safetensors");
    Labels fewer = new Labels(List.of("home", "garden"));
    new QuestionAnswererFile(CONFIG, WORDS, fewer, file().parameters(), Map.of()).write(path);
    ModelFormatException thrown =
        assertThrows(ModelFormatException.class, () -> QuestionAnswererFile.read(path));
    assertTrue(String.valueOf(thrown.getMessage()).contains("2 answers"), thrown.getMessage());
  }

  @Test
  void answersOfManyQuestionsAreThoseOfEach() {
    QuestionAnswerer model = file().model();
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      questions.add(new Question("Anna went home. ".repeat(i * 7 % 13), "Where ".repeat(i % 3)));
    }
    List<Answer> together = model.answer(questions);
    for (int i = 0; i < questions.size(); i++) {
      Question one = questions.get(i);
      Answer alone = model.answer(one.story(), one.question());
      assertEquals(alone, together.get(i));
      assertEquals(1, sum(alone.probabilities()), 1e-12);
      assertEquals(LowerCaseWords.of(one.story()), alone.words());
      assertEquals(alone.words().size(), alone.attention().size());
      double attention = alone.attention().stream().mapToDouble(Float::doubleValue).sum();
      assertEquals(alone.words().isEmpty() ? 0 : 1, attention, 1e-5);
    }
    assertTrue(model.answer(List.of()).isEmpty());
  }

  @Test
  void aChoiceIsAmongTheCandidatesAlone() {
    QuestionAnswerer model = file().model();
    List<Question> one = List.of(new Question("Anna went home.", "Where is Anna?"));
    Answer free = model.answer(one).getFirst();
    for (String candidate : ANSWERS.names()) {
      Answer forced = model.answer(one, List.of(candidate)).getFirst();
      assertEquals(candidate, forced.text());
      assertEquals(1, forced.probability(), 0);
    }
    List<String> others =
        ANSWERS.names().stream().filter(answer -> !answer.equals(free.text())).toList();
    Answer second = model.answer(one, others).getFirst();
    double a = free.probabilities().get(ANSWERS.index(others.get(0)));
    double b = free.probabilities().get(ANSWERS.index(others.get(1)));
    assertEquals(others.get(a >= b ? 0 : 1), second.text());
    assertEquals(Math.max(a, b) / (a + b), second.probability(), 1e-12);
    assertEquals(0, second.probabilities().get(ANSWERS.index(free.text())), 0);
    assertThrows(IllegalArgumentException.class, () -> model.answer(one, List.of()));
    assertThrows(IllegalArgumentException.class, () -> model.answer(one, List.of("moon")));
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  @Test
  void textIsCutIntoWordsInLowerCaseAndPunctuation() {
    assertEquals(
        List.of("anna", "'", "s", "2nd", "house", ",", "(", "\u00e9t\u00e9", ")", "?"),
        LowerCaseWords.of(" Anna's 2nd\thouse, (\u00c9T\u00c9)?"));
    assertEquals(
        List.of("\ud835\udc00", "\ud83d\ude00"), LowerCaseWords.of("\ud835\udc00\ud83d\ude00"));
    assertTrue(LowerCaseWords.of(" \n").isEmpty());
  }
}
