package dev.rnn4j.core.kernel;

import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels run, and why. The fastest available ones by default; {@code
 * -Ddev.rnn4j.kernels=scalar|simd} forces a choice, and forcing what is unavailable is an error.
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
    if (obstacle.isEmpty()) {
      return new KernelSelection(provider.orElseThrow().create(), "fastest available");
    }
    System.getLogger("dev.rnn4j")
        .log(System.Logger.Level.WARNING, "slow scalar kernels in use: " + obstacle);
    return new KernelSelection(new ScalarKernels(), obstacle);
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
