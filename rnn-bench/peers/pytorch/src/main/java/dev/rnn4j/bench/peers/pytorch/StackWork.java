package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase.Stack;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.PeerData.Parameter;
import dev.rnn4j.bench.peers.Rival;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What torch.nn.RNN, LSTM and GRU call, forward and backward, as they call it by default: with
 * oneDNN where PyTorch has it; sequences of different lengths as a PackedSequence.
 */
final class StackWork implements Rival.Work {
  private final Stack shape;
  private final int rows;
  private final TensorVector parameters = new TensorVector();
  private final TensorVector inputs;
  private final TensorVector states;
  private final TensorVector upstream;
  private final Tensor x;
  private float[] result = {};

  StackWork(Stack shape) {
    this.shape = shape;
    rows = Arrays.stream(shape.lengths()).sum();
    for (Parameter p : PeerData.parameters(shape)) {
      boolean vector = p.cols() == 1 && p.name().startsWith("bias");
      parameters.push_back(
          vector ? Tensors.of(p.values(), p.rows()) : Tensors.of(p.values(), p.rows(), p.cols()));
    }
    x = sequences("x", shape.inputs());
    states = states("h", "c");
    upstream = new TensorVector(sequences("dy", shape.directions() * shape.outputs()));
    append(upstream, states("dh", "dc"));
    inputs = new TensorVector(x);
    append(inputs, states);
    append(inputs, parameters);
    for (Tensor input : inputs.get()) {
      input.set_requires_grad(true);
    }
  }

  private static void append(TensorVector all, TensorVector more) {
    for (Tensor tensor : more.get()) {
      all.push_back(tensor);
    }
  }

  /** Packed rows, or (T, B, width) if all are equally long. */
  private Tensor sequences(String name, int width) {
    Tensor packed = Tensors.of(PeerData.values(shape, name, rows * width), rows, width);
    int batch = shape.lengths().length;
    return shape.ragged() ? packed : packed.view(rows / batch, batch, width);
  }

  private TensorVector states(String h, String c) {
    TensorVector all = new TensorVector(state(h, shape.outputs()));
    if (shape.network().hasCellState()) {
      all.push_back(state(c, shape.hidden()));
    }
    return all;
  }

  private Tensor state(String name, int width) {
    int layers = shape.layers() * shape.directions();
    int batch = shape.lengths().length;
    return Tensors.of(PeerData.values(shape, name, layers * batch * width), layers, batch, width);
  }

  /** How many sequences run at each step. */
  private Tensor active() {
    int[] lengths = shape.lengths();
    long[] active = new long[lengths[0]];
    for (int length : lengths) {
      for (int t = 0; t < length; t++) {
        active[t]++;
      }
    }
    return Tensor.create(active, active.length);
  }

  /** The outputs and the final states. */
  private TensorVector forward() {
    boolean both = shape.both();
    int layers = shape.layers();
    if (shape.network().hasCellState()) {
      T_TensorTensorTensor_T out =
          shape.ragged()
              ? torch.lstm(x, active(), states, parameters, true, layers, 0, true, both)
              : torch.lstm(x, states, parameters, true, layers, 0, true, both, false);
      return new TensorVector(out.get0(), out.get1(), out.get2());
    }
    T_TensorTensor_T out = shape.ragged() ? packed(layers, both) : full(layers, both);
    return new TensorVector(out.get0(), out.get1());
  }

  private T_TensorTensor_T packed(int layers, boolean both) {
    Tensor h = states.get(0);
    return switch (shape.network()) {
      case GRU -> torch.gru(x, active(), h, parameters, true, layers, 0, true, both);
      case RNN_TANH -> torch.rnn_tanh(x, active(), h, parameters, true, layers, 0, true, both);
      case RNN_RELU -> torch.rnn_relu(x, active(), h, parameters, true, layers, 0, true, both);
      case LSTM, LSTM_PROJECTED -> throw new IllegalStateException("has a cell state, too");
    };
  }

  private T_TensorTensor_T full(int layers, boolean both) {
    Tensor h = states.get(0);
    return switch (shape.network()) {
      case GRU -> torch.gru(x, h, parameters, true, layers, 0, true, both, false);
      case RNN_TANH -> torch.rnn_tanh(x, h, parameters, true, layers, 0, true, both, false);
      case RNN_RELU -> torch.rnn_relu(x, h, parameters, true, layers, 0, true, both, false);
      case LSTM, LSTM_PROJECTED -> throw new IllegalStateException("has a cell state, too");
    };
  }

  @Override
  public void run() {
    try (PointerScope _ = new PointerScope()) {
      TensorVector out = forward();
      TensorVector gradients = torch.grad(out, inputs, upstream, new BoolOptional(), false, false);
      List<float[]> all = new ArrayList<>();
      for (Tensor tensor : out.get()) {
        all.add(Tensors.values(tensor.detach().contiguous()));
      }
      for (Tensor tensor : gradients.get()) {
        all.add(Tensors.values(tensor.contiguous()));
      }
      result = Rival.joined(all.toArray(float[][]::new));
    }
  }

  @Override
  public float[] result() {
    return result;
  }
}
