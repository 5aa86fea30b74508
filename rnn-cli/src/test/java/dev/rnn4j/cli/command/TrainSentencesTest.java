package dev.rnn4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rnn4j.core.io.LanguageModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rnn train --batching} and what reads such models. */
class TrainSentencesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path train;
  private Path model;

  @BeforeEach
  void writeText() throws IOException {
    train = Cli.text(folder.resolve("train.txt"), 60, 1);
    model = folder.resolve("m.safetensors");
  }

  private Cli.Result trained(Object... more) {
    Object[] args = {
      "train", "--train", train, "--out", model, "--hidden", 12, "--level", "word", "--threads", 1
    };
    return Cli.run(Cli.concat(args, more));
  }

  private JsonNode eval(Object... more) throws IOException {
    Object[] args = {"eval", "--model", model, "--data", train, "--threads", 1, "--json"};
    return JSON.readTree(Cli.run(Cli.concat(args, more)).succeeded().out());
  }

  @Test
  void evaluationReadsATextAsItWasTrainedOn() throws IOException {
    Cli.Result result =
        trained("--batching", "sentences", "--batch", 4, "--epochs", 1, "--test", train);
    result.succeeded();
    assertTrue(result.err().contains("batches of 4 sentences"), result.err());
    assertEquals("sentences", LanguageModelFile.read(model).training().get("batching"));
    JsonNode values = eval();
    assertEquals("sentences", values.get("batching").textValue());
    double perplexity = values.get("perplexity").doubleValue();
    String shown = "%.2f".formatted(perplexity);
    assertTrue(result.out().contains(shown), result.out() + " does not say " + shown);
    String scored = Cli.run("score", "--model", model, "--data", train).succeeded().err();
    assertTrue(scored.contains("perplexity " + shown), scored);
    assertNotEquals(perplexity, eval("--batching", "streams").get("perplexity").doubleValue());
    String refused = Cli.run("eval", "--model", model, "--data", train, "--batch", 2).failed(2);
    assertTrue(refused.contains("--batch is for streams; this model reads sentences"), refused);
  }

  @Test
  void aModelOfStreamsSaysNothingOfIt() throws IOException {
    trained("--epochs", 1).succeeded();
    assertFalse(LanguageModelFile.read(model).training().containsKey("batching"));
    assertFalse(eval().has("batching"));
    double streams = eval().get("perplexity").doubleValue();
    assertNotEquals(streams, eval("--batching", "sentences").get("perplexity").doubleValue());
  }

  @Test
  void aResumedTrainingEndsWithTheSameParameters() throws IOException {
    for (String batching : new String[] {"sentences", "documents", "whole"}) {
      trained("--batching", batching, "--epochs", 3).succeeded();
      float[] whole = LanguageModelFile.read(model).parameters().values().clone();
      trained("--batching", batching, "--epochs", 1).succeeded();
      Path checkpoint = folder.resolve("m.checkpoint.safetensors");
      Cli.run("train", "--resume", checkpoint, "--epochs", 3, "--threads", 1).succeeded();
      assertArrayEquals(whole, LanguageModelFile.read(model).parameters().values(), batching);
    }
  }

  @Test
  void everyRegularizerTakesBatchesOfDifferentLengths() throws IOException {
    Object[] args = {
      "--batching",
      "sentences",
      "--bptt",
      4,
      "--epochs",
      2,
      "--dropout",
      0.2,
      "--locked-dropout",
      "--recurrent-dropout",
      0.1,
      "--weight-dropout",
      0.1,
      "--zoneout",
      "0.1,0.1",
      "--label-smoothing",
      0.1,
      "--accumulate",
      2
    };
    Files.writeString(train, "the cat sees\n\nthe dog hears the bird and the fox\n".repeat(30));
    trained(args).succeeded();
    float[] alone = LanguageModelFile.read(model).parameters().values().clone();
    Object[] onThree = Cli.concat(args, "--train", train, "--out", model, "--hidden", 12);
    onThree = Cli.concat(onThree, "--level", "word", "--threads", 3);
    Cli.run(Cli.concat(new Object[] {"train"}, onThree)).succeeded();
    assertArrayEquals(alone, LanguageModelFile.read(model).parameters().values());
  }

  @Test
  void documentsAreCutInWindowsAndSentencesOnlyIfAskedFor() throws IOException {
    Files.writeString(train, "a b c d\ne f\n\ng a b\n\nc d\n\n".repeat(10));
    Object[] args = {"--valid", "none", "--epochs", 1, "--batching"};
    String documents = trained(Cli.concat(args, "documents")).succeeded().err();
    assertTrue(documents.contains("documents, bptt 35"), documents);
    String cut = trained(Cli.concat(args, "sentences", "--bptt", 2)).succeeded().err();
    assertTrue(cut.contains("sentences, bptt 2"), cut);
    String few = trained(Cli.concat(args, "sentences", "--batch", 1000)).succeeded().err();
    assertTrue(few.contains("--batch is 70"), few);
  }

  @Test
  void theWholeTextInOneBatchHasNoOtherSize() {
    String expected = "--batching whole has one batch of all sentences";
    assertTrue(trained("--batching", "whole", "--batch", 4).failed(2).contains(expected));
    assertTrue(trained("--batching", "whole", "--bptt", 4).failed(2).contains(expected));
    String unknown = trained("--batching", "pages").failed(2);
    assertTrue(unknown.contains("streams, sentences, documents, whole"), unknown);
  }
}
