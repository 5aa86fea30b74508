package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.language.TrainLanguageModel;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What makes no sense on the command line is refused in a user's words, not in a programmer's. */
class OptionValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train --seed random          | --seed must be a whole number, not "random"
          generate --seed 1.5          | --seed must be a whole number, not "1.5"
          gradcheck --seed 99999999999999999999 | --seed must be a whole number from -9223372036854775808 to 9223372036854775807, not "99999999999999999999"
          train --epochs ten           | --epochs must be a whole number, not "ten"
          train --batch 1e3            | --batch must be a whole number, not "1e3"
          eval --model m --data d --batch 3000000000 | --batch must be 1 to 65536, not 3000000000
          score --threads two          | --threads must be a whole number, not "two"
          generate --length=           | --length must be a whole number, not ""
          train --lr fast              | --lr must be a number such as 0.5, not "fast"
          train --lr Infinity          | --lr must be a number such as 0.5, not "Infinity"
          train --dropout half         | --dropout must be a number such as 0.5, not "half"
          train --dropout 1e99         | --dropout must be a number such as 0.5, not "1e99"
          generate --temperature 0,8   | --temperature must be a number such as 0.5, not "0,8"
          generate --top-p NaN         | --top-p must be a number such as 0.5, not "NaN"
          train --cell transformer     | --cell must be one of rnn, lstm, gru, not transformer
          eval --json=yes              | --json takes no value
          train --hidden wide          | --hidden must be a whole number, or one for each layer as in 200,100, not "wide"
          train --quux                 | unknown option "--quux"
          info one two                 | unexpected argument "two"
          generate --seed              | --seed needs a value
          generate --seed 1 --seed 2   | --seed is given twice
          generate                     | --model must be given
          eval                         | --model and --data must be given
          generate --model=            | --model must name a file, not ""
          train --out -                | --out must name a file, not "-"
          train --resume -             | --resume must name a file, not "-"
          generate --model -           | --model must name a file, not "-"
          convert --out -              | --out must name a file, not "-"
          info -                       | MODEL must name a file, not "-"
          train --plateau              | unknown option "--plateau"; did you mean --schedule plateau?
          train --adam                 | unknown option "--adam"; did you mean --optimizer adam?
          convert --out=               | --out must name a file, not ""
          """)
  void valuesAreRefusedInAUsersWords(String command, String message) {
    String[] args = command.strip().split(" ", -1);
    String name = "rnn " + args[0];
    assertEquals(
        name + ": " + message + " (" + name + " --help shows what it takes)",
        Cli.run((Object[]) args).failed(2));
  }

  /** Every command's options of type int. */
  static Stream<Arguments> integers() {
    CommandLine all = Main.commandLine(new StopSignal(), InputStream.nullInputStream());
    return all.getSubcommands().values().stream()
        .flatMap(command ->
            command.getCommandSpec().options().stream()
                .filter(o -> o.type() == int.class || o.type() == Integer.class)
                .map(o -> Arguments.of(command.getCommandName(), o.longestName(), o)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("integers")
  void anIntegerBeyondItsRangeIsToldTheRange(String command, String name, OptionSpec option) {
    Range range = ((Field) option.userObject()).getAnnotation(Range.class);
    String both = name + " must be " + range.least() + " to " + range.most();
    assertRefused(command, option, 99_999_999_999L, both);
    assertRefused(command, option, range.most() + 1L, both);
    assertRefused(
        command,
        option,
        range.least() - 1L,
        range.most() < Integer.MAX_VALUE ? both : name + " must be " + range.least() + " or more");
  }

  private static void assertRefused(String command, OptionSpec option, long value, String message) {
    List<Object> args = new ArrayList<>(List.of(command, option.longestName() + "=" + value));
    option.command().options().stream()
        .filter(OptionSpec::required)
        .forEach(o -> args.add(o.longestName() + "=x"));
    String name = "rnn " + command;
    assertEquals(
        name + ": " + message + ", not " + value + " (" + name + " --help shows what it takes)",
        Cli.run(args.toArray()).failed(2));
  }

  @Test
  void helpIsShownWhateverIsOutOfRange() {
    Cli.run("train", "--epochs", 0, "--help").succeeded();
  }

  /** The command line refuses neither less nor more than the engine. */
  @Test
  void rangesAreTheEngines() {
    assertLargest("--epochs", TrainingOptions::of);
    assertLargest("--batch", most -> new Batching(most, 1));
    assertLargest("--bptt", most -> new Batching(1, most));
    assertLargest("--patience", most -> TrainingOptions.of(1).until(1, most));

    assertLargest("--embedding", most -> config(most, List.of(1)));
    assertLargest("--layers", most -> config(1, Collections.nCopies(most, 1)));
  }

  private static void assertLargest(String name, IntConsumer engine) {
    OptionSpec option =
        new CommandLine(
                new TrainLanguageModel(
                    new Surroundings(
                        new StopSignal(), new StandardInput(InputStream.nullInputStream()))))
            .getCommandSpec()
            .findOption(name);
    int most = ((Field) option.userObject()).getAnnotation(Range.class).most();
    engine.accept(most);
    assertThrows(IllegalArgumentException.class, () -> engine.accept(most + 1), name);
  }

  private static void config(int embedding, List<Integer> hidden) {
    new LanguageModelConfig(new GruCell(), 2, embedding, hidden, 0, false);
  }
}
