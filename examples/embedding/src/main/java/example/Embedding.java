package example;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Sampler;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.TextDecoder;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Loads a model, asks it for a probability, and lets it continue a text. */
public final class Embedding {
  private static final String PROMPT = "ALL";
  private static final int LENGTH = 20;

  private Embedding() {}

  /**
   * Prints which kernels run, one probability, and a text.
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

    System.out.println(continued(model, PROMPT));
  }

  /** Text in, text out. */
  private static String continued(LanguageModel model, String text) {
    Vocabulary vocabulary = model.vocabulary();
    int[] prompt = new TextEncoder(vocabulary).encodePrompt(text).ids();
    LanguageModelSession session = model.newSession();
    int last = vocabulary.startId();
    for (int id : prompt) {
      session.step(last);
      last = id;
    }
    Sampler sampler = new Sampler(0.8, 0, 1, vocabulary.unknownId());
    int[] written = session.generate(last, LENGTH, sampler, new RandomSource(1));
    TextDecoder decoder = new TextDecoder(vocabulary);
    return decoder.next(prompt) + decoder.next(written);
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
