package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in use holds its weights once: its heap is about as large as its file. */
public abstract class LanguageModelMemoryContract {
  private static final int VOCABULARY = 10_000;
  private static final int WIDTH = 500;

  @TempDir Path folder;

  /** What computes. */
  protected abstract Kernels kernels();

  /**
   * Heap for each byte of the file. What is more than 1 are the ends of panels and of the regions
   * of the heap.
   */
  protected double most(WeightFormat format) {
    return 1.1;
  }

  @Test
  public void aModelInUseTakesAsMuchHeapAsItsFileAndCanBeSavedFromIt() throws IOException {
    for (WeightFormat format : WeightFormat.values()) {
      for (boolean tied : new boolean[] {false, true}) {
        Path file = write(format, tied);
        Vocabulary vocabulary = LanguageModelFile.read(file).vocabulary();
        long before = AllocationMeter.retainedHeap();
        LanguageModel model = load(file, vocabulary);
        double ratio = (AllocationMeter.retainedHeap() - before) / (double) Files.size(file);
        String what = format.label() + (tied ? ", tied: " : ": ") + ratio;
        assertTrue(ratio < most(format), what);
        assertTrue(ratio > 0.8, what); // or nothing was measured
        Parameters expected = LanguageModelFile.read(file).parameters();
        assertArrayEquals(expected.values(), model.parameters().values());
        assertEquals(format, model.parameters().format());
      }
    }
  }

  /** Of the file only what the model keeps is reachable when this returns. */
  private LanguageModel load(Path file, Vocabulary vocabulary) throws IOException {
    LanguageModelFile read = LanguageModelFile.read(file);
    return LanguageModel.of(read.config(), vocabulary, read.parameters(), kernels());
  }

  private Path write(WeightFormat format, boolean tied) throws IOException {
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), VOCABULARY, WIDTH, List.of(WIDTH, WIDTH), 0, tied);
    Parameters parameters =
        config.newParameters(Initialization.uniform(0.1f), new RandomSource(1)).in(format);
    Path file = folder.resolve(format.label() + tied);
    new LanguageModelFile(config, EngineRun.vocabulary(VOCABULARY), parameters, Map.of())
        .write(file);
    return file;
  }
}
