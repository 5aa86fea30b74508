package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.QuestionAnswererConfig;
import dev.rnn4j.core.model.QuestionAnswererNetwork;
import dev.rnn4j.core.model.QuestionAnswererPass;
import dev.rnn4j.core.model.QuestionExample;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.Story;
import dev.rnn4j.train.eval.AnswerErrors;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stories become examples, a small model learns them, and guesses are counted. */
class StoryExamplesTest {
  private static Story story(String text, String question, String answer) {
    return new Story(List.of(text), question, answer);
  }

  @Test
  void wordsAndAnswersAreThoseOfTheStories() {
    List<Story> stories =
        List.of(story("Ben is in.", "Who is in?", "Ben"), story("Nobody.", "Who?", "Anna"));
    StoryExamples examples = StoryExamples.of(stories);
    assertEquals(List.of("Anna", "Ben"), examples.answers().names());
    QuestionExample first = examples.of(stories, false).getFirst();
    assertEquals("ben", examples.vocabulary().token(first.story()[0]));
    assertEquals(4, first.story().length);
    assertEquals(1, first.answer());
    List<Story> unknown = List.of(story("Zoe is in.", "Who?", "Zoe"));
    QuestionExample other = examples.of(unknown, true).getFirst();
    assertEquals(-1, other.answer());
    assertArrayEquals(new int[0], other.story());
    assertEquals(2, other.question().length);
  }

  @Test
  void guessesAreCounted() {
    List<Story> known =
        List.of(story("", "q", "a"), story("", "q", "a"), story("", "p", "b"), story("", "p", "b"));
    List<Story> asked =
        List.of(story("", "q", "a"), story("", "p", "b"), story("", "r", "a"), story("", "p", "a"));
    assertEquals(0.25, AnswerErrors.ofMostFrequent(known, asked), 1e-12);
    assertEquals(0.25, AnswerErrors.ofQuestions(known, asked), 1e-12);
    assertEquals(0.5, AnswerErrors.ofQuestions(known.subList(2, 4), asked.subList(1, 3)), 1e-12);
  }

  /** Who stands first in a list, which a story tells and the question asks in two ways. */
  @Test
  void aSmallModelLearnsToLookForWhatIsAsked() {
    List<Story> stories = new ArrayList<>();
    List<String> names = List.of("x", "y", "z");
    for (int i = 0; i < 180; i++) {
      String first = names.get(i % 3);
      String last = names.get(i / 3 % 3);
      String middle = "m ".repeat(i % 4);
      boolean asksFirst = i / 9 % 2 == 0;
      stories.add(
          story(
              first + " " + middle + last, asksFirst ? "first" : "last", asksFirst ? first : last));
    }
    StoryExamples examples = StoryExamples.of(stories);
    QuestionAnswererConfig config =
        QuestionAnswererConfig.of(
            new LstmCell(),
            examples.vocabulary().size(),
            6,
            List.of(4),
            List.of(10),
            Regularization.NONE,
            examples.answers().size());
    Parameters parameters = config.newParameters(Initialization.uniform(0.3f), new RandomSource(5));
    QuestionAnswererNetwork network =
        QuestionAnswererNetwork.trainable(config, parameters, new ScalarKernels());
    ExampleTask<QuestionExample> task =
        ExampleTask.builder(
                network,
                gradients -> new QuestionAnswererPass(network, gradients),
                examples.of(stories, false))
            .length(example -> example.story().length)
            .batch(12)
            .build();
    AnswerErrors errors = new AnswerErrors(network, examples.of(stories, false));
    AnswerErrors blind = new AnswerErrors(network, examples.of(stories, true));
    try (Workers workers = new Workers(1)) {
      TrainingOptions options = TrainingOptions.of(25, Optimization.adam(0.02));
      new Trainer(task, options, workers).run(new ProgressListener() {});
      assertEquals(0, errors.measure(workers, () -> false), 0.02);
      double guessed = blind.measure(workers, () -> false);
      assertTrue(guessed > 0.5, "without the stories: " + guessed);
    }
  }
}
