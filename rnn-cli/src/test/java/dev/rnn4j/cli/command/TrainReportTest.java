package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.report.page.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that {@code rnn train --report} writes. */
class TrainReportTest {
  @TempDir private Path folder;
  private Path train;
  private Path model;
  private Path report;

  @BeforeEach
  void writeText() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
    report = folder.resolve("a/b <c>");
  }

  private Parsed page() throws IOException {
    return Parsed.of(Files.readString(report.resolve("index.html")));
  }

  private Object[] tiny(Object... more) {
    return Cli.tiny(train, model, Cli.concat(new Object[] {"--report", report}, more));
  }

  @Test
  void aTrainingWritesAPage() throws IOException {
    Cli.run(tiny("--epochs", 2, "--test", train)).succeeded();
    Parsed page = page();
    assertEquals("complete after 2 epochs", page.texts("td").getFirst());
    assertEquals(6, page.all("svg").size());
    assertTrue(page.texts("th").containsAll(List.of("this model", "model", "data")));
    String command = page.texts("pre").getFirst();
    assertTrue(command.startsWith("rnn train --train " + train), command);
    assertTrue(command.endsWith("--report '" + report + "' --epochs 2 --test " + train), command);
    try (Stream<Path> files = Files.list(report)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void theBuiltInDataShowsSamples() throws IOException {
    Cli.run(
            "train",
            "--out",
            model,
            "--report",
            report,
            "--hidden",
            4,
            "--batch",
            512,
            "--bptt",
            64,
            "--epochs",
            1,
            "--threads",
            1)
        .succeeded();
    assertTrue(page().texts("h2").contains("names it invented"));
    assertEquals(10, page().all("li").size());
  }

  @Test
  void aResumedTrainingMayHaveAPageToo() throws IOException {
    Cli.run(Cli.tiny(train, model, "--epochs", 1)).succeeded();
    assertFalse(Files.exists(report));
    Path checkpoint = folder.resolve("m.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--epochs", 2, "--report", report, "--threads", 1)
        .succeeded();
    assertEquals(
        "This training was resumed in epoch 2 after 0 steps; what came before is not shown here.",
        page().texts("p").getFirst());
  }

  @Test
  void whatIsNoPageIsNotReplaced() throws IOException {
    Files.createDirectories(report);
    Path precious = Files.writeString(report.resolve("index.html"), "precious");
    String message = Cli.run(tiny("--epochs", 1)).failed(1);
    assertTrue(message.contains("is no report of rnn4j, so it is not replaced"), message);
    assertEquals("precious", Files.readString(precious));
    assertFalse(Files.exists(model));
    message = Cli.run(Cli.tiny(train, model, "--epochs", 1, "--report", train)).failed(1);
    assertTrue(message.contains("--report must name a folder"), message);
  }
}
