package dev.rnn4j.train.model;

import dev.rnn4j.core.model.QuestionAnswerer;
import dev.rnn4j.core.model.QuestionAnswerer.Question;
import dev.rnn4j.core.model.QuestionExample;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.LowerCaseWords;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.Story;
import dev.rnn4j.train.data.VocabularyBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Stories in the numbers of a model.
 *
 * @param vocabulary all words of the stories and questions it learns from
 * @param answers all their answers, sorted; behind those of a model, if there is one to go on from
 */
public record StoryExamples(Vocabulary vocabulary, Labels answers) {
  /**
   * Those of some stories.
   *
   * @param stories to learn from, with two different answers or more
   * @return their words and answers
   */
  public static StoryExamples of(List<Story> stories) {
    VocabularyBuilder words = new VocabularyBuilder(Vocabulary.Level.WORD);
    TreeSet<String> answers = new TreeSet<>();
    for (Story story : stories) {
      words.add(String.join(" ", LowerCaseWords.of(story.text())));
      words.add(String.join(" ", LowerCaseWords.of(story.question())));
      answers.add(story.answer());
    }
    return new StoryExamples(words.build(), new Labels(List.copyOf(answers)));
  }

  /**
   * These words and answers after those of a model.
   *
   * @param words the model's
   * @param known its answers
   * @return all of them; those of the model keep their numbers
   */
  public StoryExamples after(Vocabulary words, Labels known) {
    return new StoryExamples(
        EarlierParameters.joined(words, vocabulary), EarlierParameters.joined(known, answers));
  }

  /**
   * Stories as examples.
   *
   * @param stories any; an answer that is not among these counts for nothing
   * @param questionOnly whether their text is left out, to see what questions alone give away
   * @return one for each, in their order
   */
  public List<QuestionExample> of(List<Story> stories, boolean questionOnly) {
    List<QuestionExample> examples = new ArrayList<>(stories.size());
    for (Story story : stories) {
      Question question = new Question(questionOnly ? "" : story.text(), story.question());
      int answer = answers.indexOf(story.answer());
      examples.add(QuestionAnswerer.example(vocabulary, question, answer));
    }
    return examples;
  }
}
