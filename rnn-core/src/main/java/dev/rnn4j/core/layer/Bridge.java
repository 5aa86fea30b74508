package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.WeightProduct;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the final states of an encoder to the initial ones of a decoder: h(0) = tanh(W [h→; h←] + b)
 * for each layer of the decoder, and c(0) likewise from the c of both directions, or from their h
 * if the encoder has none. The last layers of both belong together; what a deeper decoder has more
 * reads the encoder's first layer. Shared by any number of threads unless repacked; {@link
 * BridgePass} computes with it.
 */
public final class Bridge {
  private final Kernels kernels;
  private final boolean training;
  private final List<Part> parts = new ArrayList<>();

  /**
   * One vector of the decoder's state.
   *
   * @param layer of the decoder
   * @param cell whether it is c, not h
   * @param first of the encoder's states it reads, both directions counted
   * @param directions how many states it reads
   * @param readsCell whether it reads their c
   * @param inputSize the width of what it reads
   * @param outputSize its own width
   */
  record Shape(
      int layer,
      boolean cell,
      int first,
      int directions,
      boolean readsCell,
      int inputSize,
      int outputSize) {
    String weight(String prefix) {
      return prefix + (cell ? "cell" : "hidden") + "_l" + layer + ".weight";
    }

    String bias(String prefix) {
      return prefix + (cell ? "cell" : "hidden") + "_l" + layer + ".bias";
    }
  }

  /** One vector of the decoder's state with its weights. */
  record Part(Shape shape, String weightName, String biasName, WeightProduct weight, Matrix bias) {}

  /**
   * A bridge.
   *
   * @param from the encoder
   * @param to the decoder
   * @param parameters with those that {@link #declare} declares, packed here; in training shared,
   *     and after changing them call {@link #repack}
   * @param prefix of every name, such as "bridge."
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   */
  public Bridge(
      StackConfig from,
      DecoderConfig to,
      Parameters parameters,
      String prefix,
      Kernels kernels,
      boolean training) {
    this.kernels = kernels;
    this.training = training;
    for (Shape shape : shapes(from, to)) {
      Matrix weight = parameters.matrix(shape.weight(prefix));
      Matrix bias = parameters.matrix(shape.bias(prefix));
      parts.add(
          new Part(
              shape,
              shape.weight(prefix),
              shape.bias(prefix),
              new WeightProduct(weight, kernels, parameters.format(), training),
              training ? bias : bias.copy()));
    }
  }

  private static List<Shape> shapes(StackConfig from, DecoderConfig to) {
    List<Shape> shapes = new ArrayList<>();
    int directions = from.directions().count();
    int shift = from.layers().size() - to.layers().size();
    for (int l = 0; l < to.layers().size(); l++) {
      int source = Math.max(0, l + shift);
      LayerConfig read = from.layers().get(source);
      LayerConfig own = to.layers().get(l);
      int hidden = Math.multiplyExact(directions, read.outputSize());
      int first = source * directions;
      shapes.add(new Shape(l, false, first, directions, false, hidden, own.outputSize()));
      if (own.stateSize() > 0) {
        boolean cells = read.stateSize() > 0;
        int width = cells ? Math.multiplyExact(directions, read.stateSize()) : hidden;
        shapes.add(new Shape(l, true, first, directions, cells, width, own.stateSize()));
      }
    }
    return shapes;
  }

  /**
   * Declares the parameters.
   *
   * @param layout to add to
   * @param prefix of every name, such as "bridge."
   * @param from the encoder
   * @param to the decoder
   */
  public static void declare(
      ParameterLayout.Builder layout, String prefix, StackConfig from, DecoderConfig to) {
    for (Shape shape : shapes(from, to)) {
      layout.matrix(shape.weight(prefix), shape.outputSize(), shape.inputSize());
      layout.vector(shape.bias(prefix), shape.outputSize());
    }
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of every name, such as "bridge."
   * @param from the encoder
   * @param to the decoder
   * @param how they are drawn
   * @param random where the values come from
   */
  public static void initialize(
      Parameters parameters,
      String prefix,
      StackConfig from,
      DecoderConfig to,
      Initialization how,
      RandomSource random) {
    for (Shape shape : shapes(from, to)) {
      Initializers.uniform(parameters.matrix(shape.weight(prefix)), how.range(), random);
      Initializers.uniform(parameters.matrix(shape.bias(prefix)), how.range(), random);
    }
  }

  /**
   * Packs the parameters again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    for (Part part : parts) {
      part.weight().repack(w);
    }
  }

  /**
   * Copies the parameters, to the bit.
   *
   * @param into parameters of the same layout
   */
  public void copyTo(Parameters into) {
    for (Part part : parts) {
      part.weight().unpack(into.matrix(part.weightName()));
      into.matrix(part.biasName()).set(part.bias());
    }
  }

  /**
   * Buffers for this bridge.
   *
   * @param maxBatch most sequences
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @return a pass
   * @throws IllegalStateException if there are gradients, and this was made for inference
   */
  public BridgePass newPass(int maxBatch, @Nullable Parameters gradients) {
    if (gradients != null && !training) {
      throw new IllegalStateException(
          "this bridge was made for inference; it has no backward pass");
    }
    return new BridgePass(kernels, parts, maxBatch, gradients);
  }
}
