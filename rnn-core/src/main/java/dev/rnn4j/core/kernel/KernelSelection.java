package dev.rnn4j.core.kernel;

import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels run, and why. The vector kernels by default, if rnn-simd is there and this JVM
 * compiles them to vector instructions: HotSpot with C2 does, on a processor with fused
 * multiply-add. Otherwise the scalar ones, which are then the faster ones. System properties:
 *
 * <ul>
 *   <li>{@code dev.rnn4j.kernels=scalar|simd} forces a choice; forcing what is not there is an
 *       error, what is slow is not.
 *   <li>{@code dev.rnn4j.simd.bits=128|256|512}: width of the vectors; by default what the machine
 *       prefers. Results are the same.
 *   <li>{@code dev.rnn4j.simd.warmup=background|none}: until the vector kernels are compiled, plain
 *       code gives the same results, and a thread in the background gets them compiled; it leaves
 *       the processor to batch jobs and to machines of one processor. {@code none} begins with the
 *       vector kernels, which are slow for the first second.
 * </ul>
 *
 * @param kernels the kernels
 * @param reason one clause for people, such as "fastest available"
 */
public record KernelSelection(Kernels kernels, String reason) {
  /** The system property that forces a choice. */
  public static final String PROPERTY = "dev.rnn4j.kernels";

  private static final String SIMD = "simd";

  private static volatile @Nullable KernelSelection current;

  /**
   * The choice of this JVM, from {@link #PROPERTY} if set; made once. When it falls back to the
   * scalar kernels it logs one line that says why.
   *
   * @return the selection
   * @throws IllegalStateException if the property names kernels that are unknown or cannot run here
   */
  public static KernelSelection current() {
    KernelSelection selection = current;
    if (selection == null) {
      selection = chooseOnce();
    }
    return selection;
  }

  /**
   * The kernels of that name.
   *
   * @param name "scalar" or "simd"
   * @return the selection
   * @throws IllegalStateException if they are unknown or cannot run here
   */
  public static KernelSelection named(String name) {
    if (name.equals(ScalarKernels.NAME)) {
      return new KernelSelection(new ScalarKernels(), "asked for");
    }
    if (!name.equals(SIMD)) {
      throw new IllegalStateException("unknown kernels \"" + name + "\"; choose scalar or simd");
    }
    Optional<KernelProvider> provider = find();
    String obstacle = obstacle(provider);
    if (!obstacle.isEmpty()) {
      throw new IllegalStateException("the simd kernels cannot run: " + obstacle);
    }
    return new KernelSelection(provider.orElseThrow().create(), "asked for");
  }

  private static synchronized KernelSelection chooseOnce() {
    KernelSelection selection = current;
    if (selection == null) {
      selection = choose();
      current = selection;
    }
    return selection;
  }

  private static KernelSelection choose() {
    String forced = System.getProperty(PROPERTY, "");
    if (!forced.isEmpty()) {
      return named(forced);
    }
    Optional<KernelProvider> provider = find();
    String obstacle = obstacle(provider);
    String drawback = obstacle.isEmpty() ? provider.orElseThrow().drawback().orElse("") : "";
    if (obstacle.isEmpty() && drawback.isEmpty()) {
      return new KernelSelection(provider.orElseThrow().create(), "fastest available");
    }
    String reason =
        obstacle.isEmpty()
            ? drawback + "; -D" + PROPERTY + "=" + SIMD + " would take the vector kernels"
            : obstacle;
    System.getLogger("dev.rnn4j")
        .log(System.Logger.Level.WARNING, "slow scalar kernels in use: " + reason);
    return new KernelSelection(new ScalarKernels(), reason);
  }

  /** Why the vector kernels cannot run here; empty if they can. */
  private static String obstacle(Optional<KernelProvider> provider) {
    return provider.isEmpty()
        ? "rnn-simd is not on the class path or module path"
        : provider.get().obstacle().orElse("");
  }

  private static Optional<KernelProvider> find() {
    ClassLoader loader = KernelSelection.class.getClassLoader();
    for (KernelProvider provider : ServiceLoader.load(KernelProvider.class, loader)) {
      if (provider.name().equals(SIMD)) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }
}
