package example;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.io.ParameterTensors;
import dev.rnn4j.core.io.Safetensors;
import dev.rnn4j.core.io.SafetensorsReader;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Trains the classifier with a built-in cell and with one of one's own, saves it and loads it. */
public final class BuildingModels {
  private BuildingModels() {}

  /** Checks the gradients of each kind of cell, trains, and prints the share classified rightly. */
  public static void main(String[] args) throws IOException {
    Kernels kernels = KernelSelection.current().kernels();
    for (Cell cell : new Cell[] {new GruCell(), new MinimalGatedCell()}) {
      for (Result result : CheckedGradients.of(cell, kernels)) {
        System.out.println(result.sentence());
      }
      System.out.println(cell + " accuracy " + train(cell, kernels));
    }
  }

  static double train(Cell cell, Kernels kernels) throws IOException {
    try (Workers workers = new Workers(2)) {
      SequenceClassifier model =
          new SequenceClassifier(cell, 2, 12, CirclesTask.CLASSES, 1, kernels);
      Trainer trainer = new Trainer(new CirclesTask(model), TrainingOptions.of(4), workers);
      trainer.run(new ProgressListener() {});
      Path file = Files.createTempFile("classifier", ".safetensors");
      Safetensors.write(file, Map.of(), ParameterTensors.of(trainer.bestParameters(), ""));
      SequenceClassifier loaded =
          new SequenceClassifier(cell, 2, 12, CirclesTask.CLASSES, 2, kernels);
      restore(file, loaded.parameters());
      Files.delete(file);
      CirclesTask task = new CirclesTask(loaded);
      workers.run(task::repack);
      return task.accuracy(workers);
    }
  }

  private static void restore(Path file, Parameters into) throws IOException {
    try (SafetensorsReader reader = Safetensors.open(file)) {
      ParameterTensors.restore(reader, into, "");
    }
  }
}
