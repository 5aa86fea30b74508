package dev.rnn4j.bench.peers.dl4j;

import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.PeerCase.Layer.Cell;
import dev.rnn4j.bench.peers.Rival;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j on its native backend, the build with oneDNN and AVX-512. */
public final class Dl4jRival implements Rival {
  /** Made by name. */
  public Dl4jRival() {}

  @Override
  public String description() {
    String build = Nd4j.getBackend().buildInfo();
    return "Deeplearning4j 1.0.0-M2.1"
        + (build.contains("HAVE_ONEDNN") ? ", oneDNN" : "")
        + (build.contains("HAVE_OPENBLAS") ? ", OpenBLAS" : "");
  }

  /** Its threads are OpenMP's, which reads their number from the environment. */
  @Override
  public void start(int threads) {
    // Otherwise it asks for a full collection every few seconds.
    Nd4j.getMemoryManager().togglePeriodicGc(false);
  }

  @Override
  public Work prepare(PeerCase peerCase) throws UnsupportedCaseException {
    return switch (peerCase) {
      case PeerCase.Product ignored ->
          throw new UnsupportedCaseException("its products are OpenBLAS's");
      case PeerCase.Layer c -> layer(c);
      case PeerCase.Training c -> new Dl4jTraining(c);
      case PeerCase.Stream c -> new Dl4jStream(c, Dl4jStream.model(c));
      default -> throw new UnsupportedCaseException("not tried");
    };
  }

  private static Work layer(PeerCase.Layer c) throws UnsupportedCaseException {
    if (c.cell() == Cell.GRU) {
      throw new UnsupportedCaseException("its GRU has one bias, outside the reset gate");
    }
    if (c.cell() == Cell.RNN_TANH) {
      throw new UnsupportedCaseException("has no operator for a whole simple RNN");
    }
    return new Dl4jLayer(c);
  }

  @Override
  public boolean save(PeerCase.Stream c, Path file) throws IOException {
    Dl4jStream.model(c).save(file.toFile());
    return true;
  }

  @Override
  public Work load(PeerCase.Stream c, Path file) throws IOException {
    return new Dl4jStream(c, MultiLayerNetwork.load(file.toFile(), false));
  }
}
