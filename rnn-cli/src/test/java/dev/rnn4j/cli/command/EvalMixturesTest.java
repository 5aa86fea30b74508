package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rnn4j.cli.option.TextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rnn eval} of language models with caches, beside n-grams, and without unknown words. */
class EvalMixturesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Path train;
  private static Path valid;
  private static Path test;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 80, 1);
    valid = Cli.text(folder.resolve("valid.txt"), 30, 2);
    test = Cli.text(folder.resolve("test.txt"), 30, 3);
    model = folder.resolve("m.safetensors");
    Cli.run(Cli.tiny(train, model, "--epochs", 1, "--level", "word")).succeeded();
  }

  private static JsonNode eval(Path text, Object... more) throws IOException {
    List<Object> args = new ArrayList<>(List.of("eval", "--model", model, "--data", text));
    args.addAll(List.of("--json", "--threads", 1));
    args.addAll(List.of(more));
    return JSON.readTree(Cli.run(args.toArray()).succeeded().out());
  }

  private static String refused(Object... more) {
    List<Object> args = new ArrayList<>(List.of("eval", "--model", model, "--data", test));
    args.addAll(List.of(more));
    return Cli.run(args.toArray()).failed(2);
  }

  @Test
  void aCacheOfNoWeightChangesNothing() throws IOException {
    double alone = eval(test).get("perplexity").doubleValue();
    JsonNode cache =
        eval(test, "--cache", 50, "--cache-theta", 0.5, "--cache-lambda", 0).get("cache");
    assertEquals(alone, cache.get("perplexity").doubleValue(), 1e-9 * alone);
  }

  @Test
  void thetaAndLambdaAreChosenOnTheOtherTextAndCanBeGivenAgain() throws IOException {
    JsonNode chosen = eval(test, "--cache", 50, "--valid", valid).get("cache");
    double theta = chosen.get("theta").doubleValue();
    double lambda = chosen.get("lambda").doubleValue();
    assertTrue(lambda > 0 && lambda < 1, chosen.toString());
    double perplexity = chosen.get("perplexity").doubleValue();
    Object[] given = {"--cache", 50, "--cache-theta", theta, "--cache-lambda", lambda};
    assertEquals(perplexity, eval(test, given).get("cache").get("perplexity").doubleValue());
    double best = eval(valid, given).get("cache").get("perplexity").doubleValue();
    assertTrue(best < eval(valid).get("perplexity").doubleValue(), "" + best);
    for (double other : new double[] {0.1, 1, 2}) {
      Object[] args = {"--cache", 50, "--cache-theta", other, "--cache-lambda", lambda};
      double worse = eval(valid, args).get("cache").get("perplexity").doubleValue();
      assertTrue(other == 2 || worse >= best, () -> other + " is better than " + theta);
    }
  }

  @Test
  void anNgramModelStandsBesideTheModelAndIsMixedWithIt() throws IOException {
    double alone = eval(test).get("perplexity").doubleValue();
    JsonNode beside = eval(test, "--train", train, "--ngram", 3).get("ngram");
    assertEquals(3, beside.get("order").intValue());
    assertFalse(beside.has("model_weight"));
    double ngrams = beside.get("perplexity").doubleValue();
    JsonNode all = eval(test, "--train", train, "--ngram", 3, "--interpolate", 1).get("ngram");
    JsonNode none = eval(test, "--train", train, "--ngram", 3, "--interpolate", 0).get("ngram");
    assertEquals(alone, all.get("interpolated_perplexity").doubleValue(), 1e-9 * alone);
    assertEquals(ngrams, none.get("interpolated_perplexity").doubleValue(), 1e-9 * ngrams);
    JsonNode best = eval(test, "--train", train, "--ngram", 3, "--valid", test).get("ngram");
    double mixed = best.get("interpolated_perplexity").doubleValue();
    assertTrue(mixed <= Math.min(alone, ngrams) + 1e-9, best + ", alone " + alone);
  }

  @Test
  void theCacheIsMixedInBeforeTheNgrams() throws IOException {
    Object[] args = {
      "--cache",
      20,
      "--cache-theta",
      0.3,
      "--cache-lambda",
      0.2,
      "--train",
      train,
      "--interpolate",
      1
    };
    JsonNode both = eval(test, args);
    double cached = both.get("cache").get("perplexity").doubleValue();
    double mixed = both.get("ngram").get("interpolated_perplexity").doubleValue();
    assertEquals(cached, mixed, 1e-9 * cached);
  }

  @Test
  void peopleReadTheSameInLines() {
    String out =
        Cli.run(
                "eval",
                "-m",
                model,
                "--data",
                test,
                "--train",
                train,
                "--valid",
                valid,
                "--cache",
                50,
                "--threads",
                1)
            .succeeded()
            .out();
    assertTrue(out.contains("with a cache       "), out);
    assertTrue(out.contains("of 50 positions, theta 0."), out);
    assertTrue(out.contains("5-gram of lines    "), out);
    assertTrue(out.contains("interpolated       "), out);
    assertFalse(out.contains("without <unk>"), out);
  }

  @Test
  void perplexityWithoutUnknownWordsCountsTheOthersOnly() throws IOException {
    Path text = folder.resolve("unknown.txt");
    Files.writeString(text, "the zebra sees the <unk>\n");
    JsonNode values = eval(text);
    assertEquals(6, values.get("tokens").intValue());
    assertEquals(1, values.get("out_of_vocabulary").intValue());
    assertEquals(2, values.get("unknown_tokens").intValue());
    String line =
        Cli.run("score", "-m", model, "--data", text, "--tokens", "--json").succeeded().out();
    double bits = 0;
    for (JsonNode token : JSON.readTree(line).get("surprisals")) {
      bits += token.get("token").textValue().equals("<unk>") ? 0 : token.get("bits").doubleValue();
    }
    double without = values.get("perplexity_without_unknown").doubleValue();
    assertEquals(Math.pow(2, bits / 4), without, 1e-9 * without);
    String out = Cli.run("eval", "-m", model, "--data", text).succeeded().out();
    assertTrue(out.contains("without <unk>  "), out);
    assertTrue(out.contains("on the 4 tokens that are not"), out);
    JsonNode known = eval(test);
    assertEquals(0, known.get("unknown_tokens").intValue());
    assertFalse(known.has("perplexity_without_unknown"));
  }

  @Test
  void optionsThatDoNotFitEachOtherAreRefused() {
    assertTrue(refused("--cache", 5).contains("give --valid FILE, or both"));
    assertTrue(refused("--cache", 5, "--cache-theta", 1).contains("give --valid FILE"));
    assertTrue(refused("--cache-theta", 1).contains("need --cache N"));
    assertTrue(
        refused("--cache", 5, "--cache-theta", -1, "--cache-lambda", 0).contains("0 or more"));
    assertTrue(
        refused("--cache", 5, "--cache-theta", 1, "--cache-lambda", 2).contains("0 to 1, not 2"));
    assertTrue(refused("--cache", 5, "--valid", valid, "--batch", 2).contains("one stream"));
    assertTrue(refused("--valid", valid).contains("--valid has no effect"));
    assertTrue(refused("--interpolate", 0.5).contains("needs --train FILE"));
    assertTrue(refused("--train", train, "--interpolate", 1.5).contains("0 to 1, not 1.5"));
    assertTrue(
        refused("--train", train, "--interpolate", 0.5, "--valid", valid).contains("no effect"));
    assertTrue(refused("--train", "-", "--valid", "-").contains("the same standard input"));
  }

  @Test
  void theBuiltInDataBringsItsOtherTexts() throws IOException {
    Path names = folder.resolve("names.safetensors");
    Cli.run(
            "train",
            "--out",
            names,
            "--hidden",
            4,
            "--embedding",
            4,
            "--batch",
            512,
            "--bptt",
            16,
            "--epochs",
            1,
            "--threads",
            1)
        .succeeded();
    String builtin = TextSource.BUILTIN;
    String out =
        Cli.run("eval", "-m", names, "--data", builtin, "--train", builtin, "--valid", builtin)
            .succeeded()
            .out();
    assertTrue(out.contains("interpolated"), out);
    assertTrue(out.contains("weight of the model 0"), out);
  }
}
