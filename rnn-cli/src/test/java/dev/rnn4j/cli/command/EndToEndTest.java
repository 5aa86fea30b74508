package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.TextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One word model, trained once, through all commands. */
class EndToEndTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path model;
  private static Path test;
  private static Cli.Result training;

  @BeforeAll
  static void train() throws IOException {
    Path train = Cli.text(folder.resolve("train.txt"), 400, 1);
    Path valid = Cli.text(folder.resolve("valid.txt"), 40, 2);
    test = Cli.text(folder.resolve("test.txt"), 40, 3);
    model = folder.resolve("words.safetensors");
    Object[] options = {
      "--valid",
      valid,
      "--test",
      test,
      "--level",
      "word",
      "--epochs",
      6,
      "--embedding",
      8,
      "--lr",
      0.01
    };
    training = Cli.run(Cli.tiny(train, model, options)).succeeded();
  }

  @Test
  void trainingPrintsTestPerplexityBesideBaselines() {
    assertTrue(training.out().contains("unigram"), training.out());
    assertTrue(training.out().contains("trigram"), training.out());
    assertTrue(training.out().contains("this model"), training.out());
  }

  @Test
  void trainingReportsEveryEpochAndWhatToDoNext() {
    for (int epoch = 1; epoch <= 6; epoch++) {
      assertTrue(training.err().contains("epoch " + epoch + "/6"), training.err());
    }
    assertTrue(training.err().contains("valid ppl"), training.err());
    assertTrue(training.err().contains("generate --model"), training.err());
  }

  @Test
  void trainingWritesModelAndCheckpoint() {
    assertTrue(Files.exists(model));
    assertTrue(Files.exists(folder.resolve("words.checkpoint.safetensors")));
  }

  @Test
  void evaluationAgreesWithItselfAndWithTraining() throws IOException {
    Cli.Result result =
        Cli.run("eval", "--model", model, "--threads", 1, "--data", test, "--json").succeeded();
    JsonNode json = JSON.readTree(result.out());
    assertEquals(240, json.get("tokens").asInt());
    double nats = json.get("nats_per_token").asDouble();
    assertEquals(Math.exp(nats), json.get("perplexity").asDouble(), 1e-9);
    assertEquals(nats / Math.log(2), json.get("bits_per_token").asDouble(), 1e-9);
    assertEquals(0, json.get("out_of_vocabulary").asInt());
    String shown = Text.perplexity(Math.exp(nats));
    assertTrue(training.out().endsWith(shown + "\n"), training.out());
  }

  @Test
  void theModelBeatsTheUnigramBaseline() throws IOException {
    Cli.Result result =
        Cli.run("eval", "--model", model, "--threads", 1, "--data", test, "--json").succeeded();
    double perplexity = JSON.readTree(result.out()).get("perplexity").asDouble();
    assertTrue(perplexity < 3, "perplexity " + perplexity);
  }

  @Test
  void evaluationOfSeveralStreamsSaysThatItDiffers() {
    Cli.Result result =
        Cli.run("eval", "--model", model, "--threads", 1, "--data", test, "--batch", 8).succeeded();
    assertTrue(result.err().contains("8 streams"), result.err());
    assertTrue(result.out().contains("perplexity"), result.out());
  }

  @Test
  void wordsThatTheModelDoesNotKnowAreCounted() throws IOException {
    Path other = Files.writeString(folder.resolve("other.txt"), "the zebra sees the yak\n");
    Cli.Result result = Cli.run("eval", "--model", model, "--data", other, "--json").succeeded();
    assertEquals(2, JSON.readTree(result.out()).get("out_of_vocabulary").asInt());
  }

  @Test
  void evaluationOnTheBuiltInDataNeedsAModelOfIt() {
    String message = Cli.run("eval", "--model", model, "--data", TextSource.BUILTIN).failed(1);
    assertTrue(message.contains("was not trained on"), message);
  }

  @Test
  void generatedTextIsReproducible() {
    Object[] args = {"generate", "--model", model, "--prompt", "the", "--length", 50};
    Cli.Result first = Cli.run(args).succeeded();
    assertEquals(first.out(), Cli.run(args).succeeded().out());
    assertTrue(first.err().contains("seed 1"), first.err());
    assertTrue(first.out().startsWith("the "), first.out());
    assertTrue(first.out().endsWith("\n"), first.out());
    assertFalse(first.out().contains("<"), first.out());
    assertFalse(first.out().contains("\n "), first.out());
  }

  @Test
  void anotherSeedGivesAnotherText() {
    Cli.Result one = Cli.run("generate", "--model", model, "--seed", 1).succeeded();
    Cli.Result two = Cli.run("generate", "--model", model, "--seed", 2).succeeded();
    assertFalse(one.out().equals(two.out()), one.out());
  }

  @Test
  void theLikeliestTextNeedsNoSeed() {
    Object[] args = {"generate", "--model", model, "--temperature", 0, "--length", 12};
    assertEquals(Cli.run(args).out(), Cli.run(Cli.concat(args, "--seed", 2)).out());
    assertEquals(Cli.run(args).out(), Cli.run(Cli.concat(args, "--top-k", 1)).out());
  }

  @Test
  void unknownWordsOfAPromptGiveAWarning() {
    Cli.Result result =
        Cli.run("generate", "--model", model, "--prompt", "the zebra", "--length", 3).succeeded();
    assertTrue(result.err().contains("1 of 2 tokens"), result.err());
    assertTrue(result.out().startsWith("the zebra "), result.out());
  }

  @Test
  void nothingIsGeneratedBeyondThePromptIfTheLengthIsZero() {
    Cli.Result result =
        Cli.run("generate", "--model", model, "--prompt", "the fox ", "--length", 0).succeeded();
    assertEquals("the fox\n", result.out());
  }

  @Test
  void scoresOfTokensSumToThatOfTheLine() throws IOException {
    Cli.Result result =
        Cli.runWithInput("the fox sees the dog\n", "score", "--model", model, "--tokens", "--json")
            .succeeded();
    JsonNode json = JSON.readTree(result.out());
    assertEquals(6, json.get("surprisals").size());
    double bits = 0;
    for (JsonNode one : json.get("surprisals")) {
      bits += one.get("bits").asDouble();
    }
    double logProbability = json.get("log_probability").asDouble();
    assertEquals(-logProbability, bits * Math.log(2), 1e-9);
    assertEquals(Math.exp(-logProbability / 6), json.get("perplexity").asDouble(), 1e-9);
    assertEquals("<eos>", json.get("surprisals").get(5).get("token").asText());
  }

  @Test
  void linesAreScoredByThemselves() {
    String line = "the fox sees the dog\n";
    String once = Cli.runWithInput(line, "score", "--model", model).succeeded().out();
    String twice = Cli.runWithInput(line + line, "score", "--model", model).succeeded().out();
    assertEquals(once + once, twice);
  }

  @Test
  void aFileIsScoredLikeStandardInput() throws IOException {
    Cli.Result file = Cli.run("score", "--model", model, "--data", test).succeeded();
    Cli.Result input =
        Cli.runWithInput(Files.readString(test), "score", "--model", model).succeeded();
    assertEquals(input.out(), file.out());
    assertEquals(40, file.out().lines().count());
  }

  @Test
  void sensibleLinesAreMoreProbableThanJumbledOnes() {
    Cli.Result result =
        Cli.runWithInput("the fox sees the dog\ndog the the sees fox\n", "score", "-m", model)
            .succeeded();
    double[] scores =
        result
            .out()
            .lines()
            .mapToDouble(line -> Double.parseDouble(line.substring(0, line.indexOf('\t'))))
            .toArray();
    assertTrue(scores[0] > scores[1] + 1, result.out());
  }

  @Test
  void standardInputThatIsNotTextIsRefused() {
    byte[] latin1 = {'a', (byte) 0xe9, 'b', '\n'};
    String message = Cli.runWithInput(latin1, "score", "--model", model).failed(1);
    assertTrue(message.contains("not UTF-8"), message);
  }

  @Test
  void emptyStandardInputIsRefusedLikeAnEmptyFile() throws IOException {
    String message = Cli.run("score", "--model", model).failed(1);
    assertTrue(message.contains("standard input is empty; give"), message);
    Path empty = Files.writeString(folder.resolve("empty.txt"), "");
    for (String command : new String[] {"score", "eval"}) {
      message = Cli.run(command, "--model", model, "--data", empty).failed(1);
      assertTrue(message.contains("empty.txt is empty; give"), message);
    }
    Cli.runWithInput("\n", "score", "--model", model).succeeded();
  }

  @Test
  void infoDescribesTheModel() throws IOException {
    JsonNode json = JSON.readTree(Cli.run("info", model, "--json").succeeded().out());
    JsonNode described = json.get("model");
    assertEquals("lstm", described.get("cell").asText());
    assertEquals("word", described.get("level").asText());
    assertEquals(10, described.get("vocabulary").asInt());
    assertEquals(described.get("parameters").asLong() * 4, described.get("bytes").asLong());
    assertEquals("train.txt", described.get("training").get("data").asText());
    assertEquals("6", described.get("training").get("epochs").asText());
    assertEquals("1", described.get("training").get("forget_bias").asText());
  }

  @Test
  void infoDescribesTheModelForPeopleToo() {
    String out = Cli.run("info", model).succeeded().out();
    assertTrue(out.contains("rnn.weight_ih_l0"), out);
    assertTrue(out.contains("lstm 2x12, embedding 8"), out);
  }

  @Test
  void infoRepeatsSettingsAsTheyWereGivenAndNoneThatDoNotApply() throws IOException {
    Path rnn = folder.resolve("rnn.safetensors");
    Path text = folder.resolve("train.txt");
    Cli.run(Cli.tiny(text, rnn, "--epochs", 1, "--cell", "rnn", "--dropout", 0.3)).succeeded();
    String out = Cli.run("info", rnn).succeeded().out();
    assertTrue(out.matches("(?s).*\\n  dropout +0\\.3\\n.*"), out);
    assertFalse(out.contains("forget"), out);
    JsonNode json = JSON.readTree(Cli.run("info", rnn, "--json").succeeded().out());
    assertEquals("0.3", json.get("model").get("dropout").asText());
  }

  @Test
  void aGruIsTrainedAndUsedLikeAnLstm() throws IOException {
    Path gru = folder.resolve("gru.safetensors");
    Path text = folder.resolve("train.txt");
    Object[] options = {"--level", "word", "--epochs", 6, "--lr", 0.01, "--cell", "gru"};
    Cli.run(Cli.tiny(text, gru, options)).succeeded();
    JsonNode measured =
        JSON.readTree(Cli.run("eval", "--model", gru, "--data", text, "--json").succeeded().out());
    assertTrue(measured.get("perplexity").asDouble() < 3, measured.toString());
    String out = Cli.run("info", gru).succeeded().out();
    assertTrue(out.contains("gru 2x12, embedding"), out);
    assertTrue(out.contains("[36, 12]"), out);
    Path checkpoint = folder.resolve("gru.checkpoint.safetensors");
    Cli.run("train", "--resume", checkpoint, "--epochs", 7, "--threads", 1).succeeded();
    assertFalse(Cli.run("generate", "--model", gru, "--length", 5).succeeded().out().isBlank());
    assertFalse(Cli.run("score", "--model", gru, "--data", text).succeeded().out().isBlank());
  }

  @Test
  void infoDescribesACheckpoint() throws IOException {
    Path checkpoint = folder.resolve("words.checkpoint.safetensors");
    JsonNode json = JSON.readTree(Cli.run("info", checkpoint, "--json").succeeded().out());
    assertEquals("lstm", json.get("model").get("cell").asText());
  }

  @Test
  void aCheckpointIsNoModel() {
    Path checkpoint = folder.resolve("words.checkpoint.safetensors");
    String message = Cli.run("generate", "--model", checkpoint).failed(1);
    assertTrue(message.contains("is the checkpoint of a training"), message);
  }
}
