package dev.rnn4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.bench.peers.Cores;
import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.PeerCases;
import dev.rnn4j.bench.peers.PeerEffort;
import dev.rnn4j.bench.peers.PeerEngine;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class PeersCommandTest {
  private static PeersCommand parse(String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    PeersCommand command = new PeersCommand(Writer.nullWriter(), nowhere);
    new CommandLine(command).parseArgs(arguments);
    return command;
  }

  @Test
  void everythingIsComparedByDefault() {
    PeersCommand command = parse("--peers");
    assertEquals(EnumSet.allOf(PeerEngine.class), command.engines());
    assertEquals(1, command.threads);
    assertEquals(PeerEffort.FULL, command.effort());
    assertEquals(3 + 20 + 13 + 18 + 4 + 4 + 2, command.tasks().size());
  }

  @Test
  void oursIsAlwaysAmongTheRivals() {
    assertEquals(EnumSet.of(PeerEngine.RNN4J), parse("--peers", "--rivals", "rnn4j").engines());
    assertEquals(
        EnumSet.of(PeerEngine.RNN4J, PeerEngine.ONEDNN, PeerEngine.PYTORCH_DJL),
        parse("--peers", "--rivals=pytorch-djl,onednn").engines());
  }

  private static List<String> names(String filter) {
    List<PeerCase> tasks = parse("--peers", "--case", filter).tasks();
    return tasks.stream().map(PeerCase::name).toList();
  }

  @Test
  void casesAreFoundByNameAndThePeakIsTheirYardstick() {
    assertEquals(3 + 13, names("^(lstm|gru|rnn_tanh)-").size());
    assertEquals(
        List.of(
            "fma peak",
            "read 512 KiB",
            "read 256 MiB",
            "startup-step-2x128-V65",
            "warmup-training-zaremba-small"),
        names("startup|warmup"));
    assertEquals(3 + 18, names("ragged").size());
  }

  @Test
  void productsOfAnyShapeAreComparedToo() {
    List<PeerCase> tasks =
        parse("--peers", "--shape=9x17x33", "--shape=20x800x200", "--case=9x17x33|20x800").tasks();
    assertEquals(
        List.of(
            "NN-20x800x200",
            "NT-20x800x200",
            "NN-9x17x33",
            "NT-9x17x33",
            "TN-9x17x33",
            "TN-20x800x200"),
        tasks.stream().map(PeerCase::name).skip(3).toList());
    assertEquals(tasks.getLast(), PeerCases.of("TN-20x800x200"), "known in the JVM of a rival");
    for (String name : List.of("TT-9x17x33", "NN-9x17", "NN-0x1x1", "nothing")) {
      assertThrows(IllegalArgumentException.class, () -> PeerCases.of(name));
    }
  }

  @Test
  void bytesAreThoseOfEachOperandAndOfRecurrentWeightsAtEveryStep() {
    double product = 4.0 * (20 * 200 + 200 * 800 + 20 * 800);
    assertEquals(product, PeerCases.of("NN-20x800x200").work().bytes());
    double layer = 4.0 * (800 * 200 + 35 * 800 * 200 + 35 * 20 * 400);
    assertEquals(layer, PeerCases.of("LSTM-35,20,200,200").work().bytes());
    double stream = 4.0 * (4 * 128 * 256 + 65 * 128);
    assertEquals(stream, PeerCases.of("step-1x128-V65").work().bytes());
    assertEquals(0, PeerCases.of("training-char-128").work().bytes());
    assertEquals(256 << 20, PeerCases.of("read 256 MiB").work().bytes());
    assertEquals((16 * 512) << 10, PeerCases.of("read 512 KiB").work().bytes());
  }

  @Test
  void effortFollowsTheOptions() {
    assertEquals(1, parse("--peers", "--quick").effort().forks());
    assertEquals(7, parse("--peers", "--quick", "--forks", "7").effort().forks());
    assertEquals(PeerEffort.SMOKE, parse("--peers", "--smoke").effort());
    assertTrue(parse("--peers", "--smoke").tasks().size() < 15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rivals=tensorflow",
        "--rivals=",
        "--rivals",
        "--threads=0",
        "--threads=100000",
        "--forks=0",
        "--forks=x",
        "--case=(",
        "--case=nothing-like-that",
        "--shape=20x800",
        "--shape=0x8x8",
        "--shape=1x100001x1",
        "--shape=9000x9000x9000",
        "--shape=4000x4000x2000",
        "--shape=99999999999x1x1",
        "--csv=/no/such/folder/file",
        "--report=/dev/null",
        "--peers=1",
        "--json=/no/such/folder/file",
        "--json=/",
        "--filter=NN",
        "more"
      })
  void nonsenseIsRefused(String argument) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(messages, true, StandardCharsets.UTF_8);
    List<String> arguments = List.of("--peers", argument);
    assertEquals(2, BenchMain.run(arguments, OutputStream.nullOutputStream(), err));
    assertTrue(messages.toString(StandardCharsets.UTF_8).startsWith("rnn bench: "));
  }

  private static int run(OutputStream out, PrintStream err, String... arguments) {
    return BenchMain.run(List.of(arguments), out, err);
  }

  @Test
  void agreementOfItsOwnKernelsIsSeenWithoutAnyOtherEngine() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] arguments = {"--peers", "--agreement", "--rivals", "rnn4j", "--seed", "5"};
    assertEquals(0, run(out, System.err, arguments));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("rnn-relu-2-both-ragged-seed5"), text);
    assertTrue(text.contains("agrees: at most"), text);
  }

  @Test
  void agreementWithAnEngineThatIsNotThereIsAFailure() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(1, run(out, System.err, "--peers", "--agreement"));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("pytorch could not be fetched or built"), text);
  }

  @Test
  void whatIsMeasuredAndWhatIsComparedHaveOptionsOfTheirOwn() {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(messages, true, StandardCharsets.UTF_8);
    for (String option :
        List.of("--quick", "--forks=2", "--case=LSTM", "--json=x", "--shape=2x3x4", "--csv=x")) {
      assertEquals(2, run(OutputStream.nullOutputStream(), err, "--peers", "--agreement", option));
    }
    assertEquals(2, run(OutputStream.nullOutputStream(), err, "--peers", "--seed=2"));
    assertTrue(messages.toString(StandardCharsets.UTF_8).contains("--seed is for --agreement"));
  }

  @Test
  void aFilterThatFindsNothingNamesTheCases() {
    PeersCommand command = parse("--peers", "--case=nothing-like-that");
    ParameterException e = assertThrows(ParameterException.class, command::tasks);
    assertTrue(String.valueOf(e.getMessage()).contains("NN-1x800x200"));
  }

  @Test
  void everyCaseIsKnownByItsName() {
    for (PeerCase c : PeerCases.all()) {
      assertEquals(c, PeerCases.of(c.name()));
    }
  }

  @Test
  void listsOfCoresAreRead() {
    assertEquals(List.of(0, 1, 2, 3, 8), Cores.parse("0-3,8"));
    assertEquals(List.of(5), Cores.parse("5"));
  }
}
