package dev.rnn4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class KernelsCommandTest {
  private static KernelsCommand parse(String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    KernelsCommand command = new KernelsCommand(Writer.nullWriter(), nowhere);
    new CommandLine(command).parseArgs(arguments);
    return command;
  }

  private static List<String> names(String... arguments) {
    return parse(arguments).cases().stream().map(BenchCase::name).toList();
  }

  @Test
  void everyNameStandsForOneCase() {
    for (BenchCase c : BenchCases.all()) {
      assertEquals(c.work(), BenchCases.of(c.name()).work());
    }
    List<String> names = names();
    assertEquals(names.size(), new HashSet<>(names).size());
  }

  @Test
  void aQuickRunIsASelection() {
    List<String> quick = names("--quick");
    assertTrue(quick.containsAll(List.of("fma peak", "NN 20x800x200", "training char-128")));
    assertTrue(names().containsAll(quick));
    assertTrue(quick.size() < names().size() / 2, quick.size() + " of " + names().size());
  }

  @Test
  void aFilterFindsAllSizesEvenInAQuickRun() {
    assertEquals(
        List.of(
            "fma peak", "read 512 KiB", "read 256 MiB", "token 1x1024 f32", "token 1x1024 bf16"),
        names("--quick", "--filter", "TOKEN"));
    assertEquals(3 + 11 + 2, names("--quick", "--filter", "NN|training").size());
  }

  @Test
  void productsOfAnyShapeAreMeasuredToo() {
    List<String> quick = names("--quick", "--shape=9x17x33", "--shape=1x2600x650");
    assertTrue(quick.containsAll(List.of("NN 9x17x33", "NT 9x17x33", "TN 9x17x33")));
    assertTrue(quick.contains("NN 1x2600x650"), "in the list, but not in a quick run");
    assertEquals(quick.size(), new HashSet<>(quick).size());
    assertEquals(
        List.of("NN 9x17x33", "NT 9x17x33", "TN 9x17x33"),
        names("--shape", "9x17x33", "--filter", "9x17x33").subList(3, 6));
    assertTrue(names("--smoke", "--shape", "9x17x33").contains("TN 9x17x33"));
    assertEquals(2.0 * 9 * 17 * 33, BenchCases.of("TN 9x17x33").work().flops());
    assertEquals(4.0 * (9 * 33 + 33 * 17 + 9 * 17), BenchCases.of("NT 9x17x33").work().bytes());
  }

  @Test
  void forksCanBeAskedFor() {
    assertEquals(5, parse().effort().forks());
    assertEquals(1, parse("--quick").effort().forks());
    assertEquals(3, parse("--quick", "--forks=3").effort().forks());
    assertEquals(Effort.SMOKE, parse("--smoke").effort());
  }
}
