package dev.rnn4j.cli.task.answer;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.ColouredText;
import dev.rnn4j.cli.report.page.Shades;
import dev.rnn4j.cli.report.page.Table;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.QuestionAnswerer;
import dev.rnn4j.core.model.QuestionAnswerer.Answer;
import dev.rnn4j.core.model.QuestionAnswerer.Question;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.data.Story;
import dev.rnn4j.train.eval.AnswerErrors;
import dev.rnn4j.train.model.StoryExamples;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The result of a training: the test beside guesses, and a few answers. */
final class AnswerReport {
  private static final int SAMPLES = 3;
  private static final int LONGEST = 300;
  private static final String COLUMNS = "%-34s %s";

  private final StorySets sets;
  private final StoryExamples examples;
  private final QuestionAnswerer model;

  AnswerReport(StorySets sets, StoryExamples examples, QuestionAnswerer model) {
    this.sets = sets;
    this.examples = examples;
    this.model = model;
  }

  List<Block> print(Workers workers, PrintWriter out) {
    List<Block> blocks = new ArrayList<>();
    List<Story> shown = sets.test().isEmpty() ? sets.train() : sets.test();
    if (!sets.test().isEmpty()) {
      blocks.add(Block.heading("Test"));
      blocks.add(accuracies(workers, out));
    }
    if (!sets.questionOnly()) {
      for (Story story : shown.subList(0, Math.min(SAMPLES, shown.size()))) {
        blocks.add(sample(story, out));
      }
    }
    return blocks;
  }

  private Block accuracies(Workers workers, PrintWriter out) {
    Table table = new Table("test", "accuracy");
    AnswerErrors errors =
        new AnswerErrors(model.network(), examples.of(sets.test(), sets.questionOnly()));
    line("this model", errors.measure(workers, () -> false), table, out);
    line(
        "the most frequent answer",
        AnswerErrors.ofMostFrequent(sets.train(), sets.test()),
        table,
        out);
    line(
        "the most frequent of each question",
        AnswerErrors.ofQuestions(sets.train(), sets.test()),
        table,
        out);
    return table;
  }

  private static void line(String what, double wrong, Table table, PrintWriter out) {
    String accuracy = Text.format("%.1f%%", 100 * (1 - wrong));
    out.println(Text.format(COLUMNS, what, accuracy));
    table.row(what, accuracy);
  }

  private Block sample(Story story, PrintWriter out) {
    Answer answer = model.answer(List.of(new Question(story.text(), story.question()))).getFirst();
    String shown = VisibleText.of(story.text(), LONGEST);
    String asked = VisibleText.of(story.question(), LONGEST);
    out.println();
    out.println(shown);
    out.println(
        Text.format(
            "  %s  %s (%.1f%%; right: %s)",
            asked,
            answer.text(),
            100 * answer.probability(),
            VisibleText.of(story.answer(), LONGEST)));
    ColouredText text =
        new ColouredText(asked + " " + answer.text(), "attention", new Shades(0, largest(answer)));
    for (int t = 0; t < answer.words().size(); t++) {
      text.token(answer.words().get(t) + " ", answer.attention().get(t));
    }
    return text;
  }

  private static double largest(Answer answer) {
    return answer.attention().stream().mapToDouble(Float::doubleValue).max().orElse(1);
  }
}
