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
        List.of("fma peak", "token 1x1024 f32", "token 1x1024 bf16"),
        names("--quick", "--filter", "TOKEN"));
    assertEquals(1 + 11 + 2, names("--quick", "--filter", "NN|training").size());
  }

  @Test
  void forksCanBeAskedFor() {
    assertEquals(5, parse().effort().forks());
    assertEquals(1, parse("--quick").effort().forks());
    assertEquals(3, parse("--quick", "--forks=3").effort().forks());
    assertEquals(Effort.SMOKE, parse("--smoke").effort());
  }
}
