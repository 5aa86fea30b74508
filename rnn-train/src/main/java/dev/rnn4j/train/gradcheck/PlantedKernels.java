package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.kernel.Kernels;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Kernels of which one operation goes wrong in the backward pass, and which note the operations
 * that a backward pass consists of. They do whatever an interface of kernels asks for: a proxy, so
 * that an operation that is new need not be named here.
 *
 * <p>A backward pass begins with the gradient of the losses and ends where the weights are packed
 * for the next forward pass. For one worker.
 */
final class PlantedKernels implements InvocationHandler {
  private static final String BEGINS = "softmaxCrossEntropy";
  private static final String ENDS = "repack";

  private final Kernels right;
  private final Map<String, Integer> calls = new HashMap<>();
  private final Set<String> operations = new TreeSet<>();
  private KernelCall.@Nullable Window window;
  private @Nullable PlantedMistake mistake;
  private boolean backward;
  private int strikes;

  /**
   * Kernels without a mistake as yet.
   *
   * @param right what they do otherwise
   */
  PlantedKernels(Kernels right) {
    this.right = right;
  }

  Kernels kernels() {
    Class<?>[] types = {Kernels.class};
    return (Kernels) Proxy.newProxyInstance(Kernels.class.getClassLoader(), types, this);
  }

  /** Says by what a mistake knows its place; before that there is none. */
  void watch(KernelCall.Window ofTheModel) {
    window = ofTheModel;
  }

  /** From the next backward pass on; null for none. */
  void plant(@Nullable PlantedMistake planted) {
    mistake = planted;
    strikes = 0;
  }

  /** How often the mistake happened in the last backward pass. */
  int strikes() {
    return strikes;
  }

  /** Names of all operations that backward passes called. */
  Set<String> operations() {
    return operations;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String operation = method.getName();
    if (operation.equals(BEGINS) && !backward) { // an adaptive softmax takes several losses
      backward = true;
      calls.clear();
      strikes = 0;
    } else if (operation.equals(ENDS)) {
      backward = false;
    }
    KernelCall.Window of = window;
    if (backward && arguments != null && of != null) {
      operations.add(operation);
      int number = calls.merge(operation, 1, Integer::sum) - 1;
      if (happens(new KernelCall(right, method, arguments, of, number))) {
        return null;
      }
    }
    try {
      return method.invoke(right, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private boolean happens(KernelCall call) {
    PlantedMistake planted = mistake;
    if (planted == null || !planted.isAt(call)) {
      return false;
    }
    call.setStrike(strikes);
    strikes++;
    planted.happen(call);
    return true;
  }
}
