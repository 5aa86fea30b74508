package dev.rnn4j.bench;

import static dev.rnn4j.bench.campaign.SampleFiles.LAYER;
import static dev.rnn4j.bench.campaign.SampleFiles.PASS;
import static dev.rnn4j.bench.campaign.SampleFiles.PRODUCT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.bench.campaign.ResultsFile;
import dev.rnn4j.bench.campaign.SampleFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesCommandTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private int run(Object... arguments) {
    messages.reset();
    output.reset();
    List<String> words = Stream.of(arguments).map(String::valueOf).toList();
    PrintStream err = new PrintStream(messages, true, StandardCharsets.UTF_8);
    int code = BenchMain.run(words, output, err);
    assertFalse(message().contains("\tat "), message());
    return code;
  }

  private String message() {
    return messages.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return output.toString(System.out.charset()).lines().toList();
  }

  /** What the table says of the contestant, without the spaces. */
  private String row(String contestant) {
    return lines().stream()
        .filter(line -> line.contains(" " + contestant + " "))
        .map(line -> line.substring(line.indexOf(contestant)).replaceAll(" +", " "))
        .findFirst()
        .orElse("");
  }

  private Path write(String name, ResultsFile results) throws IOException {
    return Files.writeString(folder.resolve(name), results.json());
  }

  private static SampleFiles.Builder product(double... nanos) {
    return new SampleFiles.Builder().add(PRODUCT, "scalar", nanos);
  }

  @Test
  void changesBeyondTheSpreadAreMarked() throws IOException {
    Path a =
        write(
            "a.json",
            product(100e3, 110e3, 120e3)
                .add(PRODUCT, "512 bits", 50e3, 60e3, 70e3)
                .add(LAYER, "scalar", 50e3, 60e3, 70e3)
                .build());
    Path b =
        write(
            "b.json",
            product(50e3, 55e3, 60e3)
                .add(PRODUCT, "512 bits", 70e3, 60e3, 71e3)
                .add(LAYER, "scalar", 71e3, 80e3, 120e3)
                .build());
    assertEquals(0, run("--compare", a, b), message());
    assertEquals("scalar 110 us -9% +9% 55.0 us -9% +9% 1.67/2.00/2.40 faster", row("scalar"));
    assertEquals("512 bits 60.0 us -17% +17% 70.0 us -14% +1% 0.70/0.86/1.17", row("512 bits"));
    assertTrue(lines().stream().anyMatch(l -> l.startsWith("LSTM 1,2,3") && l.endsWith("SLOWER")));
    assertTrue(lines().contains("A " + a + ", 2026-01-31"));
    double mean = Math.cbrt(2.0 * 60 / 70 * 60 / 80);
    assertTrue(lines().contains("geometric mean of B/A: %.3f".formatted(mean)));
    assertFalse(output.toString(StandardCharsets.UTF_8).contains("warning"));
  }

  @Test
  void ofASingleForkNoChangeIsMarked() throws IOException {
    Path a = write("a.json", product(100).build());
    Path b = write("b.json", product(50, 50).build());
    assertEquals(0, run("--compare", a, b));
    assertEquals("scalar 100 ns 50.0 ns -0% +0% 2.00", row("scalar"));
    assertTrue(lines().stream().anyMatch(l -> l.startsWith("warning: of a single fork")));
  }

  @Test
  void whatTookNoTimeHasNoRatio() throws IOException {
    Path a = write("a.json", product(0, 0).add(LAYER, "scalar", 2, 2).build());
    Path b = write("b.json", product(50, 50).add(LAYER, "scalar", 1, 1).build());
    assertEquals(0, run("--compare", a, b));
    assertEquals("scalar 0.00 ns 50.0 ns -0% +0%", row("scalar"));
    assertTrue(lines().contains("geometric mean of B/A: 2.000"));
  }

  @Test
  void limitsOfTheHardwareAreShownButDoNotCount() throws IOException {
    Path a = write("a.json", product(8, 8).peak(10).build());
    Path b = write("b.json", product(2, 2).peak(20).build());
    assertEquals(0, run("--compare", a, b));
    assertTrue(lines().stream().anyMatch(l -> l.startsWith("fma peak")));
    assertTrue(lines().contains("geometric mean of B/A: 4.000"));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Path a =
        write("a.json", product(1, 1).add(PASS, "512 bits", 1, 1).add(PASS, "scalar", 2).build());
    Path b = write("b.json", product(1, 1).add(LAYER, "scalar", 1, 1).build());
    assertEquals(0, run("--compare", a, b));
    assertTrue(lines().contains("only in A: sgd 100 (scalar, 512 bits)"));
    assertTrue(lines().contains("only in B: LSTM 1,2,3 (scalar)"));
    Path c = write("c.json", new SampleFiles.Builder().add(PASS, "scalar", 1, 1).limits().build());
    b = write("b.json", product(1, 1).limits().build());
    assertEquals(1, run("--compare", b, c));
    assertTrue(message().contains("no case of the same kernels in common"), message());
  }

  @Test
  void runsOfDifferentMachinesAreRefusedAndOfDifferentJavasWarnedOf() throws IOException {
    Path a = write("a.json", product(1, 1).build());
    Path b = write("b.json", product(1, 1).machine("processor", "Q").method("threads", 2).build());
    assertEquals(1, run("--compare", a, b));
    assertEquals(
        "rnn bench: %s and %s cannot be compared: processor is \"P\" in A, but \"Q\" in B; threads"
                .formatted(a, b)
            + " is \"1\" in A, but \"2\" in B\n",
        message());
    assertEquals(List.of(), lines());
    Path c = write("c.json", product(1, 1).machine("java", "K").method("smoke", true).build());
    assertEquals(0, run("--compare", a, c));
    assertTrue(lines().contains("warning: java is \"J\" in A, but \"K\" in B"));
    assertTrue(lines().stream().anyMatch(l -> l.startsWith("warning: a smoke run")));
  }

  @Test
  void kernelsAreNotComparedWithEngines() throws IOException {
    Path a = write("a.json", product(1, 1).build());
    Path b = folder.resolve("b.json");
    Files.writeString(b, Files.readString(a).replace("\"base\":\"scalar\"", "\"base\":\"rnn4j\""));
    assertEquals(1, run("--compare", a, b));
    assertTrue(message().contains("one is of kernels"), message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "no JSON",
        "{\"format\":1}",
        "{\"format\":1,\"results\":[{}]}",
        "{\"model\":\"other\"}",
        "\u0000\u0001"
      })
  void foreignFilesAreRefused(String text) throws IOException {
    Path good = write("good.json", product(1, 1).build());
    Path bad = Files.writeString(folder.resolve("bad.json"), text);
    for (Object[] arguments :
        List.of(
            new Object[] {"--compare", good, bad},
            new Object[] {"--compare", bad, good},
            new Object[] {"--from", bad, "--report", folder.resolve("page")})) {
      assertEquals(1, run(arguments));
      assertTrue(
          message().startsWith("rnn bench: " + bad + " is damaged, or no results"), message());
      assertEquals(1, message().lines().count(), message());
    }
    assertFalse(Files.exists(folder.resolve("page")));
  }

  @Test
  void damagedFilesAreRefusedWhereverTheyAreCut() throws IOException {
    Path good = write("good.json", product(1, 1).limits().note("x", "", "y").build());
    String text = Files.readString(good);
    Path bad = folder.resolve("bad.json");
    for (int length = 0; length < text.length() - 1; length += 7) {
      Files.writeString(bad, text.substring(0, length));
      assertEquals(1, run("--compare", good, bad));
    }
    for (String gone :
        List.of(
            "\"row\"",
            "\"forks\"",
            "\"nanos\"",
            "\"medianNanos\"",
            "\"work\"",
            "\"base\"",
            "\"machine\"",
            "\"ratio\"",
            "\"format\"",
            "\"date\"",
            "\"flops\"")) {
      assertTrue(text.contains(gone), gone);
      Files.writeString(bad, text.replace(gone, "\"gone\""));
      assertEquals(1, run("--compare", good, bad), gone);
      assertTrue(message().contains(bad + " is damaged"), message());
    }
  }

  @Test
  void filesOfAnotherFormatAreRefused() throws IOException {
    Path good = write("good.json", product(1, 1).build());
    String other = Files.readString(good).replace("\"format\":1,", "\"format\":2,");
    assertEquals(1, run("--compare", good, Files.writeString(folder.resolve("b.json"), other)));
    assertTrue(message().contains("format 2, not 1"), message());
  }

  @Test
  void resultsWithoutMeasurementsAreRefused() throws IOException {
    Path good = write("good.json", product(1, 1).build());
    String text = Files.readString(good);
    Path bad = folder.resolve("bad.json");
    for (String emptied :
        List.of(
            text.replaceFirst("\"forks\":\\[[^]]*][^]]*][^]]*]", "\"forks\":[]"),
            text.replaceFirst("\"nanos\":\\[[^]]*]", "\"nanos\":[]"),
            text.replaceFirst("\"results\":\\[", "\"results\":[null,"))) {
      assertTrue(emptied.contains("[]") || emptied.contains("[null,"), emptied);
      Files.writeString(bad, emptied);
      assertEquals(1, run("--compare", bad, good), emptied);
      assertTrue(message().contains("a result of it is incomplete"), message() + emptied);
    }
  }

  @Test
  void filesThatAreNotThereAreNamed() throws IOException {
    Path good = write("good.json", product(1, 1).build());
    Path absent = folder.resolve("absent.json");
    assertEquals(1, run("--compare", good, absent));
    assertEquals("rnn bench: " + absent + ": there is no such file\n", message());
    assertEquals(1, run("--from", folder, "--csv", folder.resolve("x")));
    assertEquals("rnn bench: " + folder + " cannot be read: it is a folder\n", message());
  }

  @Test
  void optionsThatMakeNoSenseTogetherAreRefused() throws IOException {
    Path a = write("a.json", product(1, 1).build());
    Path page = folder.resolve("page");
    for (Object[] arguments :
        List.of(
            new Object[] {"--compare", a},
            new Object[] {"--compare", a, a, a},
            new Object[] {"--compare", a, a, "--compare", a, a},
            new Object[] {"--compare", a, a, "--from", a, "--report", page},
            new Object[] {"--compare", a, a, "--report", page},
            new Object[] {"--compare", a, a, "--quick"},
            new Object[] {"--from", a},
            new Object[] {"--from", a, "--csv", a},
            new Object[] {"--from", a, "--csv", folder},
            new Object[] {"--from", a, "--report", a},
            new Object[] {"--smoke", "--json", a, "--csv", a})) {
      assertEquals(2, run(arguments), List.of(arguments).toString());
      assertTrue(message().startsWith("rnn bench: "), message());
    }
    assertEquals(0, run("--compare=" + a, a), message());
    assertTrue(Files.readString(a).startsWith("{"));
  }

  @Test
  void aFileIsShownWithoutMeasuringAgain() throws IOException {
    Path a = write("a.json", product(4000, 2000).add(PRODUCT, "512 bits", 500, 500).build());
    Path page = folder.resolve("new").resolve("page");
    Path csv = folder.resolve("a.csv");
    assertEquals(0, run("--from", a, "--report", page, "--csv", csv), message());
    assertTrue(Files.readString(csv).contains("\r\nNN 20x800x200,512 bits,2,500.0,"));
    String html = Files.readString(page.resolve("index.html"));
    assertTrue(html.contains("512 bits, NN 20x800x200: 6, from 4 to 8"));
    assertEquals(0, run("--from", a, "--report", page), "replaced");
    Files.writeString(page.resolve("index.html"), "something else");
    assertEquals(2, run("--from", a, "--report", page));
    assertTrue(message().contains("is no report of rnn4j"), message());
  }
}
