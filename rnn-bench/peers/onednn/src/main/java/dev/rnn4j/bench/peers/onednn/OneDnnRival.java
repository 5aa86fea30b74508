package dev.rnn4j.bench.peers.onednn;

import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.Rival;
import java.lang.reflect.Field;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN: matrix products and RNN primitives in f32, and streams made of both. It has no embedding,
 * cross-entropy or optimiser, so no training.
 */
public final class OneDnnRival implements Rival {
  private static final String ISA = "dnnl_cpu_isa_";

  /** Made by name. */
  public OneDnnRival() {}

  /** Its threads are OpenMP's, which reads their number from the environment. */
  @Override
  public void start(int threads) {
    dnnl.dnnl_version();
  }

  @Override
  public String description() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "oneDNN "
        + version.major()
        + "."
        + version.minor()
        + "."
        + version.patch()
        + ", f32, "
        + instructions();
  }

  /** The name of the instruction set it chose. */
  private static String instructions() {
    int isa = dnnl.dnnl_get_effective_cpu_isa();
    try {
      for (Field field : dnnl.class.getFields()) {
        if (field.getName().startsWith(ISA) && field.getInt(null) == isa) {
          return field.getName().substring(ISA.length());
        }
      }
    } catch (IllegalAccessException e) {
      // Its number will do.
    }
    return "instruction set " + isa;
  }

  @Override
  public Work prepare(PeerCase peerCase) throws UnsupportedCaseException {
    return switch (peerCase) {
      case PeerCase.Product c -> new OneDnnProduct(c);
      case PeerCase.Layer c -> new OneDnnLayer(c);
      case PeerCase.Stream c -> new OneDnnStream(c);
      case PeerCase.Ragged ignored ->
          throw new UnsupportedCaseException("its sequences all have the same length");
      default -> throw new UnsupportedCaseException("has primitives for layers, but no training");
    };
  }
}
