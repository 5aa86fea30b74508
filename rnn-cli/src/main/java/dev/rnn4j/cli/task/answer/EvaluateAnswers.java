package dev.rnn4j.cli.task.answer;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.core.io.QuestionAnswererFile;
import dev.rnn4j.core.model.QuestionAnswererNetwork;
import dev.rnn4j.train.data.Story;
import dev.rnn4j.train.eval.AnswerErrors;
import dev.rnn4j.train.model.StoryExamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rnn eval} of a model that answers questions. */
@Command(
    name = "eval",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Count the right answers of a model to questions about stories.",
    footer = {"", "Example:", "  rnn eval --model model.safetensors --data stories.tsv"})
final class EvaluateAnswers extends TaskEvaluation {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      defaultValue = StorySource.WHERE,
      description =
          "Lines of a story, a question and its answer between tabs, builtin:where or"
              + " builtin:things (default: ${DEFAULT-VALUE}).")
  private String data;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of stories that are drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  EvaluateAnswers(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected Result evaluate(Path model, TaskContext context) throws IOException {
    QuestionAnswererFile file = ModelOption.orCheckpoint(model, QuestionAnswererFile::read);
    QuestionAnswererNetwork network =
        QuestionAnswererNetwork.of(file.config(), file.parameters(), context.kernels().kernels());
    List<Story> stories = StorySource.test(data, seed, context.input());
    StoryExamples examples = new StoryExamples(file.vocabulary(), file.answers());
    double wrong =
        new AnswerErrors(network, examples.of(stories, false))
            .measure(context.workers(), () -> false);
    long unknown =
        stories.stream().filter(story -> file.answers().indexOf(story.answer()) < 0).count();
    if (unknown > 0) {
      context.note(
          Text.count(unknown, "answer") + " of the text the model does not know, and never gives");
    }
    double guessed = AnswerErrors.ofMostFrequent(stories, stories);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("questions", stories.size());
    values.put("accuracy", 1 - wrong);
    values.put("most_frequent_answer_accuracy", 1 - guessed);
    return new Result(
        values,
        List.of(
            Text.format(
                "accuracy %.2f%% of %s; the most frequent answer: %.2f%%",
                100 * (1 - wrong), Text.count(stories.size(), "question"), 100 * (1 - guessed))));
  }
}
