package dev.rnn4j.core.model;

import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.LowerCaseWords;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model that answers questions about stories, for use: a network, and the words and answers that
 * its numbers stand for. Any number of threads may share it.
 */
public final class QuestionAnswerer {
  private final QuestionAnswererNetwork network;
  private final Vocabulary vocabulary;
  private final Labels answers;
  private final ExampleReader<QuestionExample, QuestionAnswererPass> reader;

  /**
   * What is asked.
   *
   * @param story any text
   * @param question about it
   */
  public record Question(String story, String question) {}

  /**
   * What the model answers.
   *
   * @param text the most probable answer
   * @param probability of it
   * @param probabilities of all answers, in their order
   * @param words of the story, as the model reads them
   * @param attention how much each of them counted; they sum to 1
   */
  public record Answer(
      String text,
      double probability,
      List<Double> probabilities,
      List<String> words,
      List<Float> attention) {}

  /**
   * A model for use.
   *
   * @param network what computes
   * @param vocabulary its words, with {@link Vocabulary#UNK}
   * @param answers its answers
   * @throws IllegalArgumentException if their numbers differ from the network's
   */
  public QuestionAnswerer(QuestionAnswererNetwork network, Vocabulary vocabulary, Labels answers) {
    require("words", vocabulary.size(), network.config().vocabularySize());
    require("answers", answers.size(), network.config().answers());
    this.network = network;
    this.vocabulary = vocabulary;
    this.answers = answers;
    reader =
        new ExampleReader<>(
            () -> new QuestionAnswererPass(network, null), example -> example.story().length);
  }

  private static void require(String what, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "there are " + found + " " + what + ", the model is made for " + expected);
    }
  }

  /** {@return what computes} */
  public QuestionAnswererNetwork network() {
    return network;
  }

  /** {@return its words} */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** {@return all that it can answer} */
  public Labels answers() {
    return answers;
  }

  /**
   * Answers one question.
   *
   * @param story any text
   * @param question about it
   * @return the most probable of all answers
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public Answer answer(String story, String question) {
    return answer(List.of(new Question(story, question))).getFirst();
  }

  /**
   * Answers many questions, which takes less time than one by one and gives the same.
   *
   * @param questions of any lengths
   * @return the answers, in the same order
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public List<Answer> answer(List<Question> questions) {
    return answer(questions, answers.names());
  }

  /**
   * Chooses among given answers.
   *
   * @param questions of any lengths
   * @param candidates one or more of {@link #answers()}
   * @return the most probable candidates, in the order of the questions; their probabilities are
   *     those under the condition that one of the candidates is right
   * @throws IllegalArgumentException if a candidate is none of the model's answers
   * @throws IllegalStateException if the model's predictions are not numbers
   */
  public List<Answer> answer(List<Question> questions, List<String> candidates) {
    int[] chosen = candidates.stream().mapToInt(answers::index).toArray();
    if (chosen.length == 0) {
      throw new IllegalArgumentException("there must be one candidate or more, not none");
    }
    List<Prediction> predictions =
        reader.read(
            questions.stream().map(question -> example(question, -1)).toList(),
            (pass, i) -> new Prediction(pass.logits(i), pass.attention(i)));
    return IntStream.range(0, questions.size())
        .mapToObj(
            i -> answer(predictions.get(i), chosen, LowerCaseWords.of(questions.get(i).story())))
        .toList();
  }

  /** {@return an encoder of questions: what the model knows of one before it reads a story} */
  public SentenceEncoder encoder() {
    return SentenceVectors.of(
        network.config().questionSize(),
        texts ->
            reader.read(
                texts.stream().map(text -> example(new Question("", text), -1)).toList(),
                QuestionAnswererPass::question));
  }

  /** What is computed of a question. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Prediction(float[] logits, float[] attention) {}

  /**
   * A question in the numbers of this model.
   *
   * @param question what is asked
   * @param answer number of the answer; negative if it is not known
   * @return the example
   */
  public QuestionExample example(Question question, int answer) {
    return example(vocabulary, question, answer);
  }

  /**
   * A question in numbers.
   *
   * @param vocabulary the words
   * @param question what is asked
   * @param answer number of the answer; negative if it is not known
   * @return the example
   */
  public static QuestionExample example(Vocabulary vocabulary, Question question, int answer) {
    return new QuestionExample(
        ids(vocabulary, question.story()), ids(vocabulary, question.question()), answer);
  }

  private static int[] ids(Vocabulary vocabulary, String text) {
    return LowerCaseWords.of(text).stream().mapToInt(vocabulary::id).toArray();
  }

  private Answer answer(Prediction prediction, int[] chosen, List<String> words) {
    float[] logits = prediction.logits();
    float[] attention = prediction.attention();
    double max = IntStream.of(chosen).mapToDouble(k -> logits[k]).max().orElse(0);
    double sum = IntStream.of(chosen).mapToDouble(k -> Math.exp(logits[k] - max)).sum();
    if (!Double.isFinite(sum)) {
      throw LanguageModelSession.damaged();
    }
    List<Double> probabilities = new ArrayList<>(Collections.nCopies(logits.length, 0.0));
    int best = chosen[0];
    for (int k : chosen) {
      probabilities.set(k, Math.exp(logits[k] - max) / sum);
      best = logits[k] > logits[best] ? k : best;
    }
    List<Float> weights = IntStream.range(0, attention.length).mapToObj(t -> attention[t]).toList();
    return new Answer(
        answers.name(best),
        probabilities.get(best),
        List.copyOf(probabilities),
        List.copyOf(words),
        weights);
  }
}
