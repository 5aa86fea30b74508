package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
          eval --batch 3000000000      | --batch must be a whole number from -2147483648 to 2147483647, not "3000000000"
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
          train --frobnicate           | unknown option "--frobnicate"
          info one two                 | unexpected argument "two"
          generate --seed              | --seed needs a value
          generate --seed 1 --seed 2   | --seed is given twice
          generate                     | --model must be given
          eval                         | --model and --data must be given
          generate --model=            | --model must name a file, not ""
          convert --out=               | --out must name a file, not ""
          """)
  void valuesAreRefusedInAUsersWords(String command, String message) {
    String[] args = command.strip().split(" ", -1);
    String name = "rnn " + args[0];
    assertEquals(
        name + ": " + message + " (" + name + " --help shows what it takes)",
        Cli.run((Object[]) args).failed(2));
  }
}
