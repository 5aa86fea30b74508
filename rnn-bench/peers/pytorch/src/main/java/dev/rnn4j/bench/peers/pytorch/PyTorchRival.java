package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.Rival;
import org.bytedeco.pytorch.global.torch;

/** PyTorch without Python: the tensors and operators of its C++ library. */
public class PyTorchRival implements Rival {
  @Override
  public String description() {
    return "PyTorch " + "2.10.0" + ", oneDNN, OpenBLAS";
  }

  @Override
  public void start(int threads) {
    // Read when JavaCPP's classes are initialised. What is created is also freed here, so neither
    // a reference per object nor a look at the process's size per object is of use.
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    torch.set_num_threads(threads);
    torch.set_num_interop_threads(1);
  }

  @Override
  public Work prepare(PeerCase peerCase) {
    return switch (peerCase) {
      case PeerCase.Product c -> new ProductWork(c);
      case PeerCase.Layer c -> new LayerWork(c);
      case PeerCase.Training c -> new TrainingWork(c);
      case PeerCase.Stream c -> new StreamWork(c);
    };
  }
}
