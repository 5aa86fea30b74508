package dev.rnn4j.train.eval;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.QuestionAnswererNetwork;
import dev.rnn4j.core.model.QuestionAnswererPass;
import dev.rnn4j.core.model.QuestionExample;
import dev.rnn4j.core.tensor.SequenceOrder;
import dev.rnn4j.train.data.Story;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** How many questions about stories are answered wrongly: by a network, and by guessing. */
public final class AnswerErrors {
  private static final int BATCH = 64;

  private final ExampleEvaluation<QuestionExample, QuestionAnswererPass> evaluation;
  private final int questions;

  /**
   * Of a network, in training or in use.
   *
   * @param network what answers
   * @param given the questions, one or more; an answer without a number is never found
   */
  public AnswerErrors(QuestionAnswererNetwork network, List<QuestionExample> given) {
    SequenceOrder byLength =
        SequenceOrder.of(given.stream().mapToInt(example -> example.story().length).toArray());
    List<QuestionExample> ordered =
        IntStream.range(0, given.size()).mapToObj(b -> given.get(byLength.given(b))).toList();
    questions = given.size();
    evaluation = new ExampleEvaluation<>(new QuestionAnswererPass(network, null), ordered, BATCH);
  }

  /**
   * Asks all questions; a validation of a training.
   *
   * @param workers who compute
   * @param stop asked now and then; if true the result is of a part
   * @return the share of questions that are answered wrongly
   */
  public double measure(Workers workers, BooleanSupplier stop) {
    int[] wrong = new int[1];
    evaluation.run(
        workers,
        stop,
        (pass, batch) -> {
          for (int i = 0; i < batch.size(); i++) {
            int found = Classifications.largest(pass.logits(i));
            wrong[0] += found == batch.get(i).answer() ? 0 : 1;
          }
        });
    return (double) wrong[0] / questions;
  }

  /**
   * Guessing the answer that is most frequent.
   *
   * @param known stories to count answers of
   * @param asked stories whose answers are guessed
   * @return the share of wrong ones
   */
  public static double ofMostFrequent(List<Story> known, List<Story> asked) {
    String guess = mostFrequent(known);
    return share(asked, asked.stream().filter(story -> story.answer().equals(guess)).count());
  }

  /**
   * Guessing the answer that is most frequent for a question: the best that can be done without
   * reading stories, where every question has been seen often.
   *
   * @param known stories to count answers of
   * @param asked stories whose answers are guessed; of a new question, as {@link #ofMostFrequent}
   * @return the share of wrong ones
   */
  public static double ofQuestions(List<Story> known, List<Story> asked) {
    Map<String, List<Story>> byQuestion = new HashMap<>();
    for (Story story : known) {
      byQuestion.computeIfAbsent(story.question(), _ -> new ArrayList<>()).add(story);
    }
    Map<String, String> guesses = new HashMap<>();
    byQuestion.forEach((question, same) -> guesses.put(question, mostFrequent(same)));
    String otherwise = mostFrequent(known);
    return share(
        asked,
        asked.stream()
            .filter(
                story -> story.answer().equals(guesses.getOrDefault(story.question(), otherwise)))
            .count());
  }

  private static double share(List<Story> asked, long right) {
    return 1 - (double) right / asked.size();
  }

  /** Of equally frequent ones, the first in the order of the alphabet. */
  private static String mostFrequent(List<Story> stories) {
    Map<String, Integer> counts = new HashMap<>();
    for (Story story : stories) {
      counts.merge(story.answer(), 1, Integer::sum);
    }
    List<String> answers = new ArrayList<>(counts.keySet());
    Collections.sort(answers);
    String best = answers.getFirst();
    for (String answer : answers) {
      best = counts.getOrDefault(answer, 0) > counts.getOrDefault(best, 0) ? answer : best;
    }
    return best;
  }
}
