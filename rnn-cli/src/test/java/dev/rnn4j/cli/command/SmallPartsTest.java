package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.OptimizationOptions;
import dev.rnn4j.cli.option.Preset;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The parts of the commands that have something to them. */
class SmallPartsTest {
  @Test
  void durationsAreShort() {
    assertEquals("0:05", Text.duration(4.6));
    assertEquals("12:34", Text.duration(754));
    assertEquals("1:02:03", Text.duration(3723));
  }

  @Test
  void settingsHaveNoIdleZeros() {
    assertEquals("1", Text.setting(1.0));
    assertEquals("0.002", Text.setting(0.002));
    assertEquals("0.1", Text.setting(0.1f));
    assertEquals("0.833333", Text.setting(1 / 1.2));
    assertEquals("1E-8", Text.setting(1e-8));
    assertEquals("1000", Text.setting(1000));
    assertEquals("0", Text.setting(0));
  }

  @Test
  void hugePerplexitiesStayShort() {
    assertEquals("114.50", Text.perplexity(114.5));
    assertEquals("1.00e+30", Text.perplexity(1e30));
    assertEquals("Infinity", Text.perplexity(Double.POSITIVE_INFINITY));
  }

  @Test
  void argumentsAreQuotedIfAShellNeedsIt() {
    assertEquals("a/b-c_1.safetensors", Text.argument("a/b-c_1.safetensors"));
    assertEquals("'my model'", Text.argument("my model"));
    assertEquals("'it'\\''s'", Text.argument("it's"));
  }

  @Test
  void jsonHasNoInfinity() {
    assertEquals("{\"p\":null,\"q\":1.5}", JsonOutput.of(ordered()));
  }

  private static Map<String, Object> ordered() {
    return new TreeMap<>(Map.of("p", Double.POSITIVE_INFINITY, "q", 1.5));
  }

  @Test
  void presetsAreThoseOfThePaper() {
    Preset small = Preset.ZAREMBA_SMALL;
    assertEquals(List.of(200, 200), small.shape().hidden());
    assertEquals(20, small.batching().window());
    assertEquals(13, small.usual().epochs());
    Preset medium = Preset.ZAREMBA_MEDIUM;
    assertEquals(List.of(650, 650), medium.shape().hidden());
    assertEquals(0.5f, medium.shape().regularization().dropout().layers());
    assertEquals(35, medium.batching().window());
    assertEquals(39, medium.usual().epochs());
    assertEquals(1, medium.usual().optimization().schedule().factor(5, 0));
    assertEquals(1 / 1.2, medium.usual().optimization().schedule().factor(6, 0), 1e-12);
    Preset large = Preset.ZAREMBA_LARGE;
    assertEquals(List.of(1500, 1500), large.shape().hidden());
    assertEquals(0.65f, large.shape().regularization().dropout().layers());
    assertEquals(35, large.batching().window());
    assertEquals(55, large.usual().epochs());
    assertEquals(10, large.usual().optimization().clip());
    assertEquals(1, large.usual().optimization().schedule().factor(13, 0));
    assertEquals(1 / 1.15, large.usual().optimization().schedule().factor(14, 0), 1e-12);
  }

  @Test
  void theAwdLstmIsThatOfThePaper() {
    Preset awd = Preset.AWD_LSTM;
    assertEquals(List.of(1150, 1150, 400), awd.shape().hidden());
    assertEquals(400, awd.shape().embedding());
    assertTrue(awd.shape().tied());
    Regularization all = awd.shape().regularization();
    assertEquals(new Dropout(0.4f, 0.25f, 0.4f, 0.1f, true), all.dropout());
    assertEquals(0.5f, all.noise().weights());
    assertEquals(new ActivationPenalty(2, 1), all.penalty());
    assertEquals(20, awd.batching().streams());
    assertEquals(70, awd.batching().window());
    OptimizationOptions.Usual usual = awd.usual();
    assertEquals(500, usual.epochs());
    assertEquals(new NtAsgdChoice(5, 1.2e-6f), usual.optimization().optimizer());
    assertEquals(30, usual.optimization().learningRate());
    assertEquals(0.25, usual.optimization().clip());
    assertEquals(1, usual.schedule(9).factor(8, 0));
  }

  @Test
  void textsAreFoundFromAnyFolder() {
    TextSource source = new TextSource("a.txt", TextSource.NONE, "b.txt");
    Map<String, String> notes = new TreeMap<>();
    source.note(notes);
    TextSource again = TextSource.fromNotes(notes);
    assertEquals(Path.of("a.txt").toAbsolutePath(), again.files().get(0));
    assertEquals(TextSource.NONE, again.valid());
    assertEquals("a.txt", again.name());
  }

  @Test
  void theCheckpointStandsBesideTheModel() {
    Path model = Path.of("x", "m.safetensors");
    assertEquals(Path.of("x", "m.checkpoint.safetensors"), Outputs.of(model).checkpoint());
    assertEquals(Path.of("bard.checkpoint.safetensors"), Outputs.of(Path.of("bard")).checkpoint());
  }

  @Test
  void aStopIsHeardOnlyWhileSomebodyListens() {
    StopSignal stop = new StopSignal();
    AtomicInteger calls = new AtomicInteger();
    assertFalse(stop.request());
    try (StopSignal.Watch _ = stop.watch(calls::incrementAndGet)) {
      assertTrue(stop.request());
    }
    assertFalse(stop.request());
    assertEquals(1, calls.get());
  }

  @Test
  void controlCharactersOfANameReachNoTerminal() {
    assertEquals("$'a\\u001b[31m\\'b\\\\'", Text.argument("a\u001b[31m'b\\"));
  }

  @Test
  void manyBytesAreMegabytes() {
    assertEquals("1 byte", Text.size(1));
    assertEquals("1,048,575 bytes", Text.size((1 << 20) - 1));
    assertEquals("1.0 MB", Text.size(1 << 20));
    assertEquals("4,096.0 MB", Text.size(4L << 30));
  }

  @Test
  void oneThingIsNotCountedAsMany() {
    assertEquals("1 epoch", Text.count(1, "epoch"));
    assertEquals("1,000 lines", Text.count(1000, "line"));
  }
}
