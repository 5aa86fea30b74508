package dev.rnn4j.bench.peers.onnxruntime;

import dev.rnn4j.bench.campaign.UnsupportedCaseException;
import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.Rival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX Runtime on its CPU provider, which has its own kernels. It does not train. */
public class OnnxRuntimeRival implements Rival {
  private Engine engine = new Engine(1);

  /** Made by name. */
  public OnnxRuntimeRival() {}

  @Override
  public String description() {
    return "ONNX Runtime " + engine.version() + ", CPU provider";
  }

  @Override
  public void start(int threads) {
    engine = new Engine(threads);
  }

  @Override
  public Work prepare(PeerCase peerCase) throws UnsupportedCaseException {
    return switch (peerCase) {
      case PeerCase.Product c -> OnnxWork.product(engine, c);
      case PeerCase.Layer c -> OnnxWork.layer(engine, c);
      case PeerCase.Stream c -> new OnnxStream(engine, c, engine.session(OnnxStream.model(c)));
      case PeerCase.Ragged c when c.gradient() ->
          throw new UnsupportedCaseException("has no gradients");
      case PeerCase.Ragged c when c.form() == PeerCase.Ragged.Form.PACKED ->
          throw new UnsupportedCaseException("takes padded sequences only");
      case PeerCase.Ragged c -> new OnnxRagged(engine, c);
      default -> throw new UnsupportedCaseException("runs models, and does not train");
    };
  }

  @Override
  public boolean save(PeerCase.Stream c, Path file) throws IOException {
    Files.write(file, OnnxStream.model(c));
    return true;
  }

  @Override
  public Work load(PeerCase.Stream c, Path file) {
    return new OnnxStream(engine, c, engine.session(file.toString()));
  }
}
