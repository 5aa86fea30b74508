package example;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.VocabularyBuilder;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.model.LanguageModelTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trains a language model of characters, and resumes its training when it is run again. */
public final class Training {
  private static final String TEXT = "the quick brown fox jumps over the lazy dog\n".repeat(500);

  private Training() {}

  /**
   * Prints the perplexity after each epoch.
   *
   * @param args a folder to write to, the number of epochs, and a text file if it is not to be a
   *     built-in sentence; a temporary folder and 5 if left out
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("training");
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    train(args.length > 2 ? Files.readString(Path.of(args[2])) : TEXT, epochs, folder);
  }

  private static void train(String text, int epochs, Path folder) throws IOException {
    Vocabulary vocabulary = new VocabularyBuilder(Vocabulary.Level.CHARACTER).add(text).build();
    List<Corpus> parts = Corpus.of(text, vocabulary).split(0.9);
    LanguageModelTask task =
        LanguageModelTask.builder(vocabulary, parts.getFirst().ids())
            .valid(parts.getLast().ids())
            .build();
    System.out.println("kernels " + task.kernels().name());
    Path checkpoint = folder.resolve("model.checkpoint.safetensors");
    try (Workers workers = new Workers(2)) {
      Trainer trainer = new Trainer(task, TrainingOptions.of(epochs), workers);
      if (Files.exists(checkpoint)) {
        Checkpoint.resume(checkpoint, trainer);
      }
      trainer.run(
          ProgressListener.ofEpochs(report ->
              System.out.println(report.epoch() + 1 + " " + Math.exp(report.validLoss()))));
      Checkpoint.write(checkpoint, trainer, Map.of());
      new LanguageModelFile(
              task.network().config(), vocabulary, trainer.bestParameters(), Map.of())
          .write(folder.resolve("model.safetensors"));
    }
  }
}
