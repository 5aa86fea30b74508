package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * One call of an operation of the kernels within a backward pass, with its arguments in the order
 * of the operation.
 */
final class KernelCall {
  private final Kernels right;
  private final Method method;
  private final Object[] arguments;
  private final Window window;
  private final int number;
  private int strike;

  /**
   * Whose backward pass it is.
   *
   * @param gradients where those of the parameters go
   * @param steps T
   * @param batch B
   * @param layers recurrent layers
   */
  record Window(Parameters gradients, int steps, int batch, int layers) {}

  /**
   * A call.
   *
   * @param right what the operation is to do
   * @param number how many calls of this operation the backward pass has made before
   */
  KernelCall(Kernels right, Method method, Object[] arguments, Window window, int number) {
    this.right = right;
    this.method = method;
    this.arguments = arguments;
    this.window = window;
    this.number = number;
  }

  Kernels right() {
    return right;
  }

  String operation() {
    return method.getName();
  }

  /** How many calls of this operation the backward pass has made before. */
  int number() {
    return number;
  }

  /** How often the mistake's place was reached before in this backward pass. */
  int strike() {
    return strike;
  }

  void setStrike(int count) {
    strike = count;
  }

  /** Of a place that every step of a layer reaches once: whether this is the first step's. */
  boolean isFirstStep(int reachedBefore) {
    return reachedBefore % window.steps() == window.steps() - 1;
  }

  Worker worker() {
    return (Worker) arguments[0];
  }

  Matrix matrix(int argument) {
    return (Matrix) arguments[argument];
  }

  PackedWeights packed(int argument) {
    return (PackedWeights) arguments[argument];
  }

  int[] ints(int argument) {
    return (int[]) arguments[argument];
  }

  <T> T argument(int argument, Class<T> type) {
    return type.cast(arguments[argument]);
  }

  /** The operation as it should be. */
  void run() {
    invoke(arguments);
  }

  /** The operation with another argument. */
  void runWith(int argument, Object other) {
    Object[] changed = arguments.clone();
    changed[argument] = other;
    invoke(changed);
  }

  private void invoke(Object[] with) {
    try {
      method.invoke(right, with);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException("the operation " + operation() + " failed", e);
    }
  }

  /** The parameter whose gradient a matrix is, such as {@code rnn.weight_hh_l0}; "" if of none. */
  String parameter(int argument) {
    Matrix m = matrix(argument);
    if (isOfGradients(m)) {
      for (ParameterLayout.Entry entry : window.gradients().layout().entries()) {
        int at = m.offset() - entry.offset();
        if (at >= 0 && at < entry.size()) {
          return entry.name();
        }
      }
    }
    return "";
  }

  @SuppressWarnings("ReferenceEquality") // the very same memory
  private boolean isOfGradients(Matrix m) {
    return m.data() == window.gradients().values();
  }

  /** The gradient of a parameter. */
  Matrix gradient(String parameter) {
    return window.gradients().matrix(parameter);
  }

  int batch() {
    return window.batch();
  }

  int layers() {
    return window.layers();
  }

  /** Rows of a window in one step. */
  int streams(Matrix ofAllSteps) {
    return ofAllSteps.rows() / window.steps();
  }
}
