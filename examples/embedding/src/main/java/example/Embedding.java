package example;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.eval.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads a model, asks it for probabilities token by token, and measures its perplexity on a text.
 */
public final class Embedding {
  private Embedding() {}

  /**
   * Prints which kernels run, one probability and a perplexity.
   *
   * @param args a character model that knows "L"; a small one that has learnt nothing if left out
   * @throws IOException if the model cannot be read
   */
  public static void main(String[] args) throws IOException {
    LanguageModel model = LanguageModelFile.load(args.length > 0 ? Path.of(args[0]) : untrained());
    System.out.println("kernels " + model.kernels().name());

    LanguageModelSession session = model.newSession();
    session.step(model.vocabulary().startId());
    float[] p = session.stepProbabilities(model.vocabulary().id("L"));
    System.out.println("p(A|L) = " + p[model.vocabulary().id("A")]);

    Corpus text = Corpus.of("ALL\n", model.vocabulary());
    try (Workers workers = new Workers(1)) {
      System.out.println("perplexity " + new Evaluator(model, workers).evaluate(text.ids()).value());
    }
  }

  private static Path untrained() throws IOException {
    Vocabulary vocabulary =
        new Vocabulary(Vocabulary.Level.CHARACTER, List.of("\n", Vocabulary.UNK, "A", "L"));
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), 4, 3, List.of(5), 0, false);
    Parameters parameters =
        config.newParameters(Initialization.uniform(0.1f), new RandomSource(1));
    Path file = Files.createTempFile("untrained", ".safetensors");
    file.toFile().deleteOnExit();
    new LanguageModelFile(config, vocabulary, parameters, Map.of()).write(file);
    return file;
  }
}
