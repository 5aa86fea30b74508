package dev.rnn4j.bench.peers.pytorch;

import dev.rnn4j.bench.peers.PeerCase.Ragged;
import dev.rnn4j.bench.peers.PeerCase.Ragged.Form;
import dev.rnn4j.bench.peers.PeerData;
import dev.rnn4j.bench.peers.Rival;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Sequences of different lengths, as torch.nn.LSTM does a PackedSequence, or padded with zeros and
 * computed to the longest, as most programs do. Packing and padding are not timed.
 */
final class RaggedWork implements Rival.Work {
  private final Ragged shape;
  private final Lstm lstm;
  private final Tensor active;
  private final Tensor rows;
  private final Tensor x;
  private final Tensor dh;
  private final TensorVector zeros;
  private final TensorVector weights = new TensorVector();
  private final TensorVector inputs = new TensorVector();

  RaggedWork(Ragged shape) {
    this.shape = shape;
    lstm = new Lstm(1, shape.rows(), shape.gradient());
    active = Tensor.create(Arrays.stream(shape.active()).asLongStream().toArray(), shape.longest());
    rows = Tensor.create(paddedRows(shape), shape.rows());
    x = laidOut(PeerData.x(shape));
    dh = laidOut(PeerData.dh(shape));
    Tensor zero = torch.zeros(1, shape.b(), shape.h());
    zeros = new TensorVector(zero, zero);
    Tensors.append(weights, PeerData.weights(shape.layer()), shape.h(), shape.h());
    inputs.push_back(x);
    for (Tensor parameter : weights.get()) {
      inputs.push_back(parameter);
    }
    for (Tensor input : inputs.get()) {
      input.set_requires_grad(shape.gradient());
    }
  }

  /** Of each packed row, where it is among the (T·B) padded ones. */
  private static long[] paddedRows(Ragged shape) {
    long[] rows = new long[shape.rows()];
    int[] active = shape.active();
    int next = 0;
    for (int t = 0; t < active.length; t++) {
      for (int b = 0; b < active[t]; b++) {
        rows[next++] = (long) t * shape.b() + b;
      }
    }
    return rows;
  }

  /** Packed rows as they are, or as (T, B, H) with zeros between. */
  private Tensor laidOut(float[] packed) {
    Tensor values = Tensors.of(packed, shape.rows(), shape.h());
    if (shape.form() == Form.PACKED) {
      return values;
    }
    Tensor padded = torch.zeros((long) shape.longest() * shape.b(), shape.h());
    return padded.index_copy_(0, rows, values).view(shape.longest(), shape.b(), shape.h());
  }

  private float[] packed(Tensor values) {
    return shape.form() == Form.PACKED
        ? Tensors.values(values.contiguous())
        : Tensors.values(
            values.contiguous().view(-1, shape.h()).index_select(0, rows).contiguous());
  }

  private Tensor forward() {
    return shape.form() == Form.PACKED
        ? torch.lstm(x, active, zeros, weights, true, 1, 0, shape.gradient(), false).get0()
        : lstm.forward(x, zeros, weights).get0();
  }

  /** Of the input and the parameters. */
  private TensorVector gradients(Tensor h) {
    return torch.grad(
        new TensorVector(h), inputs, new TensorVector(dh), new BoolOptional(), false, false);
  }

  @Override
  public void run() {
    try (PointerScope _ = new PointerScope();
        AutoGradMode _ = new AutoGradMode(shape.gradient())) {
      Tensor h = forward();
      if (shape.gradient()) {
        gradients(h);
      }
    }
  }

  @Override
  public float[] result() {
    try (PointerScope _ = new PointerScope();
        AutoGradMode _ = new AutoGradMode(shape.gradient())) {
      Tensor h = forward();
      float[] all = packed(h.detach());
      if (!shape.gradient()) {
        return all;
      }
      TensorVector gradients = gradients(h);
      return Rival.joined(
          all,
          packed(gradients.get(0)),
          Tensors.values(gradients.get(1)),
          Tensors.values(gradients.get(2)),
          Tensors.values(gradients.get(3)),
          Tensors.values(gradients.get(4)));
    }
  }
}
