package dev.rnn4j.bench.peers;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** This engine, through nothing but its public interface. */
public final class Rnn4jRival implements Rival {
  private final Kernels kernels = KernelSelection.current().kernels();
  private int threads = 1;

  /** Made by name. */
  public Rnn4jRival() {}

  @Override
  public String description() {
    return "rnn4j: " + kernels.description();
  }

  @Override
  public void start(int threadCount) {
    threads = threadCount;
  }

  @Override
  public Work prepare(PeerCase peerCase) {
    return switch (peerCase) {
      case PeerCase.Peak ignored -> Rnn4jYardstick.peak(crew(), threads);
      case PeerCase.Reads c -> Rnn4jYardstick.reads(c, crew(), threads);
      case PeerCase.Product c -> new Rnn4jProduct(c, kernels, crew());
      case PeerCase.Layer c -> new Rnn4jLayer(c, kernels, crew());
      case PeerCase.Training c -> new Rnn4jTraining(c, kernels, crew());
      case PeerCase.Stream c -> new Rnn4jStream(c, Rnn4jModels.file(c).model(), threads);
      case PeerCase.Ragged c -> new Rnn4jLayer(c, kernels, crew());
      case PeerCase.Stack c -> new Rnn4jStack(c, kernels, crew());
      case PeerCase.Startup c -> prepare(c.prepared());
      case PeerCase.WarmUp c -> prepare(c.prepared());
    };
  }

  /** A stream whose weights are kept in that format. */
  public Work prepare(PeerCase.Stream c, WeightFormat weights) {
    return new Rnn4jStream(c, Rnn4jModels.file(c).withWeights(weights).model(), threads);
  }

  @Override
  public boolean save(PeerCase.Stream c, Path file) throws IOException {
    Rnn4jModels.file(c).write(file);
    return true;
  }

  @Override
  public Work load(PeerCase.Stream c, Path file) throws IOException {
    return new Rnn4jStream(c, LanguageModelFile.load(file), threads);
  }

  /** {@return as many threads as were asked for} */
  public Crew crew() {
    return new Crew(threads);
  }

  /** The threads that share the work, passed over if there is only one. */
  public static final class Crew implements AutoCloseable {
    private final Worker solo = Worker.solo();
    private final Workers workers;

    /** So many threads. */
    Crew(int threads) {
      workers = new Workers(threads);
    }

    public void run(Consumer<Worker> task) {
      if (workers.count() == 1) {
        task.accept(solo);
      } else {
        workers.run(task);
      }
    }

    @Override
    public void close() {
      workers.close();
    }
  }
}
