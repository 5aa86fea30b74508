package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.Errors;
import dev.rnn4j.core.kernel.KernelSelection;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class RnnCommandTest {
  @Test
  void aloneItPrintsTheHelp() {
    Cli.Result alone = Cli.run().succeeded();
    assertEquals(Cli.run("--help").succeeded().out(), alone.out());
    assertTrue(alone.out().contains("gradcheck"), alone.out());
  }

  @Test
  void theVersionIsPrinted() {
    assertTrue(Cli.run("--version").succeeded().out().startsWith("rnn4j "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "eval",
        "generate",
        "score",
        "embed",
        "explain",
        "info",
        "convert",
        "gradients",
        "gradcheck",
        "bench"
      })
  void everyCommandHasHelpWithAnExample(String command) {
    Cli.Result help = Cli.run(command, "--help").succeeded();
    assertTrue(help.out().contains("Example"), help.out());
    assertTrue(help.out().contains("  rnn " + command), help.out());
    help.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    assertEquals(help.out(), Cli.run("help", command).succeeded().out());
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    String message = Cli.run("trian").failed(2);
    assertTrue(
        message.matches("rnn: there is no command \"trian\"; did you mean .*\\btrain\\b.*"),
        message);
    assertTrue(message.endsWith("(rnn --help shows what it takes)"), message);
  }

  @Test
  void benchmarksAreStartedByTheLauncher() {
    assertTrue(Cli.run("bench").failed(1).contains("a program of their own"));
    assertTrue(Cli.run("bench", "lstm").failed(1).contains("a program of their own"));
  }

  @Test
  void infoSaysWhatComputesHere() {
    KernelSelection selection = KernelSelection.current();
    String out = Cli.run("info").succeeded().out();
    assertTrue(out.contains(selection.kernels().description()), out);
    assertTrue(out.contains(selection.reason()), out);
    assertTrue(Cli.run("info", "--kernels", "scalar").succeeded().out().contains("scalar"));
  }

  @Test
  void allGradientsAreRight() {
    String out = Cli.run("gradcheck").succeeded().out();
    assertTrue(out.contains("lstm 7, 5") || out.contains("lstm [7, 5]"), out);
    assertTrue(out.contains("rnn relu"), out);
    assertTrue(out.contains("carried over: 15 of 15 gradients agree"), out);
    assertTrue(out.contains("gru 7, 5") || out.contains("gru [7, 5]"), out);
    assertTrue(out.contains("c(0)_l1"), out);
    assertFalse(out.contains("OFF"), out);
  }

  @Test
  void rightNetworksOfReluAreRight() {
    for (String arguments :
        List.of("--seed 4 --layers 2", "--seed 1 --bptt 20 --hidden 12,12 --dropout 0")) {
      String line = "gradcheck --cell rnn --activation relu " + arguments;
      String out = Cli.run((Object[]) line.split(" ")).succeeded().out();
      assertTrue(out.contains("undecided") && out.contains("kinks"), out);
      assertFalse(out.contains("OFF") || out.contains("UNDECIDED"), out);
    }
  }

  @Test
  void whatRoundingHidesIsNotCalledRight() {
    Cli.Result result =
        Cli.run("gradcheck", "--cell", "rnn", "--activation", "sigmoid", "--hidden", "1,1,1,1");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("could not be decided"), result.err());
    assertFalse(result.err().contains("are off"), result.err());
    assertTrue(result.out().contains("UNDECIDED"), result.out());
    assertTrue(result.out().contains("worst: row 0, column"), result.out());
    String line = result.out().lines().filter(l -> l.startsWith("to repeat: rnn ")).findAny().get();
    Object[] again = line.substring("to repeat: rnn ".length()).split(" ");
    assertEquals(result.out(), Cli.run(again).out());
  }

  @Test
  void gradientsOfOneCellCanBeChecked() {
    String out =
        Cli.run("gradcheck", "--cell", "rnn", "--activation", "tanh", "--hidden", 4, "--tied")
            .succeeded()
            .out();
    assertTrue(out.contains("rnn tanh 2x4, embedding 4, dropout 0.2, tied"), out);
    assertFalse(out.contains("lstm"), out);
    assertTrue(Cli.run("gradcheck", "--bptt", 0).failed(2).contains("--bptt"));
  }

  @Test
  void plantedMistakesAreFound() {
    String out = Cli.run("gradcheck", "--planted", "--cell", "gru").succeeded().out();
    assertTrue(out.contains("kill rate: 100.0% ("), out);
    assertTrue(out.contains("false alarms: 0 of 8 networks and parts; seed 1"), out);
    assertTrue(out.contains("gru.md: da_n = dn"), out);
    assertTrue(out.contains(" 4 of  4  gru: reset and update gate swapped, such as in "), out);
    assertTrue(out.contains("additive attention: without a mistake it agrees; 15 of 15"), out);
    assertTrue(out.contains("decoder and bridge: without a mistake it agrees; 34 of 34"), out);
    assertTrue(
        out.contains("conditional random field: without a mistake it agrees; 20 of 20"), out);
    assertTrue(out.contains(" 1 of  1  conditional random field: α begins without s, such"), out);
    assertFalse(out.contains("lstm:") || out.contains("SURVIVED"), out);
    String refused = Cli.run("gradcheck", "--planted", "--hidden", 4).failed(2);
    assertTrue(refused.contains("--hidden does not go with it"), refused);
  }

  @Test
  void numbersLookTheSameInEveryCountry(@TempDir Path folder) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals("1.50", Text.perplexity(1.5));
      String out = Cli.run("gradcheck", "--cell", "lstm").succeeded().out();
      assertFalse(out.contains(",0e"), out);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aMissingModelIsOneSentence(@TempDir Path folder) {
    Path missing = folder.resolve("m.safetensors");
    for (String command : new String[] {"generate", "score"}) {
      String message = Cli.run(command, "--model", missing).failed(1);
      assertEquals("rnn " + command + ": " + missing + ": there is no such file", message);
    }
    assertTrue(Cli.run("info", missing).failed(1).contains("there is no such file"));
    assertTrue(Cli.run("eval", "--data", missing).failed(2).contains("--model"));
  }

  @Test
  void aFolderIsNoModel(@TempDir Path folder) {
    assertTrue(Cli.run("generate", "--model", folder).failed(1).contains(folder.toString()));
  }

  @Test
  void aTraceIsPrintedOnlyIfAskedFor(@TempDir Path folder) {
    Path missing = folder.resolve("m.safetensors");
    Cli.Result result = Cli.run("info", missing, "--stacktrace");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("\tat "), result.err());
    Cli.Result usage = Cli.run("eval", "--stacktrace");
    assertEquals(2, usage.exitCode());
    assertTrue(usage.err().contains("\tat "), usage.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--temperature -1", "--top-k -1", "--top-p 0", "--length -1", "--top-p x"})
  void badSamplingIsAUsageError(String options) {
    Object[] args = ("generate --model m " + options).split(" ", -1);
    Cli.run(args).failed(2);
  }

  @Test
  void exhaustedMemoryIsOneSentence() {
    assertTrue(failing(new OutOfMemoryError("heap")).startsWith("rnn fail: out of memory"));
    Throwable inside = new ExceptionInInitializerError(new IllegalStateException("no simd here"));
    assertEquals("rnn fail: no simd here", failing(inside));
    assertTrue(failing(new NullPointerException("n")).contains("unexpected NullPointerException"));
  }

  private static String failing(Throwable thrown) {
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine(new StopSignal(), InputStream.nullInputStream())
            .addSubcommand(new Failing(thrown))
            .setExecutionStrategy(Errors::execute)
            .setExecutionExceptionHandler(Errors::handleExecution)
            .setErr(new PrintWriter(err))
            .execute("fail");
    assertEquals(1, exitCode);
    assertEquals(1, err.toString().lines().count(), err.toString());
    return err.toString().strip();
  }

  @Command(name = "fail")
  private static final class Failing implements Callable<Integer> {
    private final Throwable thrown;

    Failing(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public Integer call() throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }
}
