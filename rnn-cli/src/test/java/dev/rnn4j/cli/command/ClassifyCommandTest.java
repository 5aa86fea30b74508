package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.core.model.Classification;
import dev.rnn4j.core.model.SequenceClassifier;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A classifier from its data to its answers: trained, resumed, evaluated, cross-validated, used.
 */
class ClassifyCommandTest {
  private static final List<String> GOOD = List.of("charming", "fine", "moving");
  private static final List<String> BAD = List.of("dull", "silly", "tedious");
  private static final List<String> OTHER = List.of("film", "a", "the", "plot", "of");

  @TempDir private static Path folder;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    data = folder.resolve("reviews.csv");
    Files.writeString(data, csv());
    model = folder.resolve("m.safetensors");
    String out = Cli.run(small("--out", model, "--hold-out", 0.2)).succeeded().out();
    assertTrue(out.contains("most frequent class"), out);
    assertTrue(out.contains("accuracy"), out);
    assertTrue(out.contains("true \\ predicted"), out);
  }

  private static Object[] small(Object... more) {
    return Cli.concat(
        new Object[] {
          "train",
          "--task",
          "classify",
          "--train",
          data,
          "--text-column",
          "review",
          "--hidden",
          8,
          "--embedding",
          8,
          "--dropout",
          0.1,
          "--lr",
          0.02,
          "--epochs",
          3,
          "--threads",
          1
        },
        more);
  }

  /** Reviews with one word that decides, some in quotes and over two lines. */
  private static String csv() {
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("id,review,label\n");
    for (int i = 0; i < 300; i++) {
      boolean good = random.nextBoolean();
      List<String> words = new ArrayList<>(OTHER.subList(0, 1 + random.nextInt(OTHER.size())));
      words.add(random.nextInt(words.size()), (good ? GOOD : BAD).get(random.nextInt(3)) + "");
      words.add("w" + random.nextInt(90));
      String text = String.join(i % 5 == 0 ? ",\n" : " ", words);
      csv.append(i).append(",\"").append(text).append("\",").append(good ? "pos" : "neg");
      csv.append('\n');
    }
    return csv.toString();
  }

  @Test
  void whatItLearnedIsMeasured() {
    String out =
        Cli.run("eval", "--model", model, "--data", data, "--text-column", "review", "--json")
            .succeeded()
            .out();
    String accuracy = out.replaceAll(".*\"accuracy\":([0-9.]+).*", "$1").strip();
    assertTrue(Double.parseDouble(accuracy) > 0.9, out);
    assertTrue(out.contains("\"labels\":[\"neg\",\"pos\"]"), out);
  }

  @Test
  void anyNumberOfThreadsAnswersLineByLineInOrder() throws IOException {
    SequenceClassifier classifier = ClassifierFile.load(model);
    List<String> lines = new ArrayList<>();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      lines.add(i % 7 == 0 ? "" : OTHER.get(i % 5) + " " + (i % 2 == 0 ? GOOD : BAD).get(i % 3));
      Classification result = classifier.classify(lines.getLast());
      expected.append(
          String.format(
              Locale.ROOT,
              "%s\t%.4f\t%s\n",
              result.label(),
              result.probability(),
              lines.getLast()));
    }
    String input = String.join("\n", lines) + "\n";
    for (int threads = 1; threads <= 3; threads++) {
      assertEquals(
          expected.toString(),
          Cli.runWithInput(input, "classify", "--model", model, "--threads", threads)
              .succeeded()
              .out());
    }
  }

  @Test
  void aColumnOfATableIsAnsweredInJson() {
    String out =
        Cli.runWithInput(
                "id\ttext\n1\ta moving film\n2\tdull\n",
                "classify",
                "--model",
                model,
                "--format",
                "tsv",
                "--json")
            .succeeded()
            .out();
    assertEquals(2, out.lines().count());
    assertTrue(out.startsWith("{\"text\":\"a moving film\",\"label\":\"pos\","), out);
  }

  @Test
  void aTrainingIsResumedAsIfItHadNeverStopped() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Path parts = folder.resolve("parts.safetensors");
    Path more = folder.resolve("more.csv"); // an option that is given twice
    Files.writeString(more, "review,label\nmoving a plot,pos\na silly film,neg\n");
    Cli.run(small("--out", whole, "--schedule", "constant", "--train", more)).succeeded();
    Object[] two = small("--out", parts, "--schedule", "constant", "--train", more);
    for (int i = 0; i < two.length; i++) {
      if (two[i].equals("--epochs")) {
        two[i + 1] = 2;
      }
    }
    Cli.run(two).succeeded();
    Path checkpoint = folder.resolve("parts.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--epochs", 3, "--threads", 1).succeeded();
    assertEquals(-1, Files.mismatch(whole, parts));
  }

  @Test
  void foldsAreMeasuredOneByOneAndTogether() throws IOException {
    Path out = folder.resolve("folds.safetensors");
    String printed = Cli.run(small("--out", out, "--folds", 3)).succeeded().out();
    assertTrue(printed.contains("fold 3 of 3: accuracy"), printed);
    assertTrue(printed.contains("3 folds: accuracy"), printed);
    Path none = folder.resolve("none.safetensors");
    StringBuilder lines = new StringBuilder("text,label\n");
    for (int n = 0; n < 40; n++) {
      lines.append('x').append(n).append(n % 2 == 0 ? ",A\n" : ",B\n");
    }
    Path few = Files.writeString(folder.resolve("few.csv"), lines);
    String refused =
        Cli.run("train", "--task", "classify", "--train", few, "--out", none, "--folds", 41)
            .failed(2);
    assertTrue(refused.contains("--folds: ") && refused.contains("can be cut into 2 to"), refused);
    assertFalse(Files.exists(none), "nothing is trained before");
  }

  @Test
  void aFolderHasAFileForEachClassInAnyEncoding() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    Charset old = Charset.forName("windows-1252");
    Files.write(texts.resolve("r.pos"), "crème fine\nfine\nvery fine\nso fine\n".getBytes(old));
    Files.write(texts.resolve("r.neg"), "dull\nvery dull\nso dull\nfilm\n".getBytes(old));
    Object[] args = {
      "train",
      "--task",
      "classify",
      "--train",
      texts,
      "--hidden",
      4,
      "--epochs",
      1,
      "--out",
      folder.resolve("folder.safetensors"),
      "--valid",
      "none"
    };
    String wrong = Cli.run(args).failed(1);
    assertTrue(wrong.contains("r.pos is not UTF-8: at byte offset 2 (line 1)"), wrong);
    assertTrue(wrong.contains("--encoding windows-1252"), wrong);
    Cli.run(Cli.concat(args, "--encoding", "windows-1252")).succeeded();
  }

  @Test
  void whatDoesNotFitIsOneSentenceWithItsLine() throws IOException {
    Path wrong = folder.resolve("wrong.csv");
    Files.writeString(wrong, "review,label\nfine,pos\nfine,good\n");
    String unknown =
        Cli.run("eval", "--model", model, "--data", wrong, "--text-column", "review").failed(1);
    assertTrue(unknown.contains("line 3: the label \"good\" is not one of the 2 labels"), unknown);
    String missing = Cli.run("eval", "--model", model, "--data", wrong).failed(1);
    assertTrue(missing.contains("has no column 'text'"), missing);
    Cli.run("classify", "--model", model, "--encoding", "nothing").failed(2);
    Cli.run(small("--pooling", "sum")).failed(2);
    Cli.run(small("--hold-out", 0.2, "--test", wrong)).failed(2);
  }
}
