package dev.rnn4j.cli.task.answer;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.UsingCommand;
import dev.rnn4j.core.io.QuestionAnswererFile;
import dev.rnn4j.core.model.QuestionAnswerer;
import dev.rnn4j.core.model.QuestionAnswerer.Answer;
import dev.rnn4j.core.model.QuestionAnswerer.Question;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.data.Story;
import dev.rnn4j.train.data.StoryFile;
import dev.rnn4j.train.data.TextInput;
import dev.rnn4j.train.data.TextLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code rnn answer}: answers questions about stories. */
@Command(
    name = "answer",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Answer questions about stories.",
    description = {
      "",
      "Reads lines of a story, a tab and a question; what stands after another tab is ignored."
          + " Prints the answer, its probability and the question, separated by tabs.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn answer --model model.safetensors --data questions.tsv",
      "  rnn answer --model model.safetensors --json < questions.tsv"
    })
final class AnswerCommand extends UsingCommand<AnswerCommand.Line> {
  @Option(names = "--json", description = "Print one JSON object for each line, with attention.")
  private boolean json;

  @Option(
      names = "--choices",
      paramLabel = "A,B,...",
      split = ",",
      description = "Choose among these answers of the model.")
  private @Nullable List<String> choices;

  AnswerCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /**
   * A line of the input.
   *
   * @param number from 1
   * @param story with its question
   */
  record Line(long number, Story story) {}

  @Override
  protected Use<Line> open(Path file, StandardInput input, String argument) throws IOException {
    QuestionAnswerer answerer =
        ModelOption.orCheckpoint(file, QuestionAnswererFile::read)
            .model(common.selection().kernels());
    List<String> candidates = choices == null ? answerer.answers().names() : choices;
    try {
      candidates.forEach(answerer.answers()::index);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--choices: " + e.getMessage(), e);
    }
    TextInput text = input.text(argument);
    return new Answering(answerer, candidates, text.toString(), text.lines(), json);
  }

  private static final class Answering implements Use<Line> {
    private final QuestionAnswerer model;
    private final List<String> candidates;
    private final String name;
    private final TextLines lines;
    private final boolean json;
    private long number;

    Answering(
        QuestionAnswerer model,
        List<String> candidates,
        String name,
        TextLines lines,
        boolean json) {
      this.model = model;
      this.candidates = candidates;
      this.name = name;
      this.lines = lines;
      this.json = json;
    }

    @Override
    public @Nullable Line next() throws IOException {
      String line = lines.next();
      if (line == null) {
        return null;
      }
      number++;
      String row = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      return new Line(number, StoryFile.question(name, number, row));
    }

    @Override
    public String answer(List<Line> pieces) {
      List<Question> questions = new ArrayList<>();
      pieces.forEach(
          line -> questions.add(new Question(line.story().text(), line.story().question())));
      List<Answer> answers = model.answer(questions, candidates);
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < pieces.size(); i++) {
        out.append(
                json ? json(pieces.get(i), answers.get(i)) : plain(pieces.get(i), answers.get(i)))
            .append(System.lineSeparator());
      }
      return out.toString();
    }

    private static String plain(Line line, Answer answer) {
      String question = line.story().question();
      return Text.format(
          "%s\t%.4f\t%s",
          Terminal.isOutput() ? VisibleText.of(answer.text()) : answer.text(),
          answer.probability(),
          Terminal.isOutput() ? VisibleText.lines(question) : question);
    }

    private static String json(Line line, Answer answer) {
      List<Map<String, Object>> attention = new ArrayList<>();
      for (int t = 0; t < answer.words().size(); t++) {
        Map<String, Object> word = new LinkedHashMap<>();
        word.put("word", answer.words().get(t));
        word.put("weight", (double) answer.attention().get(t));
        attention.add(word);
      }
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("line", line.number());
      values.put("question", line.story().question());
      values.put("answer", answer.text());
      values.put("probability", answer.probability());
      values.put("attention", attention);
      return JsonOutput.of(values);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
