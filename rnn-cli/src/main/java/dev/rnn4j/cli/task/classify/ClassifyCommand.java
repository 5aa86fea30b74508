package dev.rnn4j.cli.task.classify;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.UsingCommand;
import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.core.model.Classification;
import dev.rnn4j.core.model.SequenceClassifier;
import dev.rnn4j.train.data.Column;
import dev.rnn4j.train.data.ColumnReader;
import dev.rnn4j.train.data.CsvFormat;
import dev.rnn4j.train.data.TextInput;
import dev.rnn4j.train.data.TextLines;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rnn classify}: the class of every line, or of every row of a table. */
@Command(
    name = "classify",
    sortOptions = false,
    header = "Classify texts, one a line or in a column of a table.",
    description = {
      "",
      "Prints for each text a line with its class, the probability of that, and the text, with tabs"
          + " between them; or JSON with the probabilities of all classes.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn classify --model model.safetensors --data reviews.csv --text-column review",
      "  echo \"a charming film\" | rnn classify --model model.safetensors --json"
    })
final class ClassifyCommand extends UsingCommand<String> {
  @Mixin private FormatOptions format;

  @Option(names = "--json", description = "Print JSON, an object a line.")
  private boolean json;

  ClassifyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected Use<String> open(Path model, StandardInput input, String argument) throws IOException {
    format.check();
    SequenceClassifier classifier =
        ModelOption.orCheckpoint(model, ClassifierFile::read).model(common.selection().kernels());
    TextInput text = format.text(argument, input);
    Optional<CsvFormat> table = format.table(argument);
    if (table.isPresent()) {
      List<Column> column = List.of(format.textColumn());
      ColumnReader rows = new ColumnReader(text, table.get(), column);
      return new Texts(classifier, () -> cell(rows.next()), rows, json);
    }
    TextLines lines = text.lines();
    return new Texts(classifier, lines::next, lines, json);
  }

  private static @Nullable String cell(@Nullable List<String> row) {
    return row == null ? null : row.getFirst();
  }

  /** Where texts come from. */
  private interface Source {
    @Nullable String next() throws IOException;
  }

  /** A classifier, and the texts that it is asked for. */
  private record Texts(SequenceClassifier classifier, Source source, Closeable input, boolean json)
      implements Use<String> {
    @Override
    public @Nullable String next() throws IOException {
      String text = source.next();
      return text == null ? null : text.strip();
    }

    @Override
    public String answer(List<String> texts) {
      List<Classification> results = classifier.classify(texts);
      StringBuilder answer = new StringBuilder();
      for (int i = 0; i < texts.size(); i++) {
        Classification result = results.get(i);
        answer.append(json ? object(result, texts.get(i)) : row(result, texts.get(i)));
        answer.append('\n');
      }
      return answer.toString();
    }

    private static String row(Classification result, String text) {
      String oneCell = text.replaceAll("[\t\r\n]", " ");
      return result.label() + Text.format("\t%.4f\t", result.probability()) + oneCell;
    }

    private static String object(Classification result, String text) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("text", text);
      values.put("label", result.label());
      values.put("probability", result.probability());
      values.put("probabilities", result.probabilities());
      return JsonOutput.of(values);
    }

    @Override
    public void close() throws IOException {
      input.close();
    }
  }
}
