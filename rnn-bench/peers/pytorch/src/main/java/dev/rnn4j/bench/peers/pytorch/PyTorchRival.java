package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;

/** PyTorch without Python: the tensors and operators of its C++ library. */
public class PyTorchRival implements Rival {
  static {
    // Read when JavaCPP's classes are initialised. What a run creates it also frees, so neither a
    // reference per object nor a look at the size of the process per object is of use.
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
  }

  /** Made by name. */
  public PyTorchRival() {}

  @Override
  public String description() {
    String configuration = torch.show_config().getString();
    return "PyTorch %s (%s, oneDNN %s, BLAS: %s)"
        .formatted(
            first("TORCH_VERSION=([^,]+)", configuration),
            first("CPU capability usage: (\\S+)", configuration),
            first("MKL-DNN v(\\S+)", configuration),
            first("BLAS_INFO=([^,]+)", configuration).replace("open", "OpenBLAS"));
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1) : "?";
  }

  @Override
  public void start(int threads) {
    torch.set_num_threads(threads);
    torch.set_num_interop_threads(1);
  }

  @Override
  public Work prepare(PeerCase peerCase) throws UnsupportedCaseException {
    return switch (peerCase) {
      case PeerCase.Product c -> new ProductWork(c);
      case PeerCase.Layer c -> new LayerWork(c);
      case PeerCase.Ragged c -> new RaggedWork(c);
      case PeerCase.Training c -> new TrainingWork(c);
      case PeerCase.Stack c -> new StackWork(c);
      case PeerCase.Stream c -> new StreamWork(c, Weights.of(PeerData.weights(c), c.h()));
      default -> throw new UnsupportedCaseException("no work of its own");
    };
  }

  @Override
  public boolean save(PeerCase.Stream c, Path file) {
    Weights.of(PeerData.weights(c), c.h()).save(file);
    return true;
  }

  @Override
  public Work load(PeerCase.Stream c, Path file) {
    return new StreamWork(c, Weights.load(file, c.layers()));
  }
}
