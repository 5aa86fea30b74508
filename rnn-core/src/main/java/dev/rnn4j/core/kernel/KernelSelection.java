package dev.rnn4j.core.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels run, and why. The vector kernels by default, if rnn-simd is there and this JVM
 * compiles them to vector instructions: HotSpot with C2 does, on a processor with fused
 * multiply-add. Otherwise the scalar ones, which are then the faster ones. System properties:
 *
 * <ul>
 *   <li>{@code dev.rnn4j.kernels=scalar|simd} forces a choice, also of kernels that another {@link
 *       KernelProvider} offers; forcing what is not there is an error, what is slow is not.
 *   <li>{@code dev.rnn4j.simd.bits=128|256|512}: width of the vectors; by default what the machine
 *       prefers. Results are the same.
 *   <li>{@code dev.rnn4j.simd.warmup=background|none}: until the vector kernels are compiled, plain
 *       code gives the same results, and a thread in the background gets them compiled; it leaves
 *       the processor to batch jobs and to machines of one processor. {@code none} begins with the
 *       vector kernels, which are slow for the first second.
 *   <li>{@code dev.rnn4j.simd.blocking}: numbers that suit another processor's caches, see {@link
 *       Kernels#tuning()}; by default what suits this one. Results are the same.
 * </ul>
 *
 * @param kernels the kernels
 * @param reason one clause for people, such as "fastest available"
 */
public record KernelSelection(Kernels kernels, String reason) {
  /** The system property that forces a choice. */
  public static final String PROPERTY = "dev.rnn4j.kernels";

  private static final String SIMD = "simd";
  private static final String MISSING = "rnn-simd is not on the class path or module path";
  private static final String CANNOT_RUN = "the %s kernels cannot run: %s";

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
   * @param name "scalar", "simd", or what another {@link KernelProvider} calls its kernels
   * @return the selection
   * @throws IllegalStateException if they are unknown or cannot run here
   */
  public static KernelSelection named(String name) {
    if (name.equals(ScalarKernels.NAME)) {
      return new KernelSelection(new ScalarKernels(), "asked for");
    }
    Optional<KernelProvider> found =
        providers().stream().filter(provider -> provider.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      throw new IllegalStateException(
          name.equals(SIMD) ? CANNOT_RUN.formatted(SIMD, MISSING) : unknown(name));
    }
    KernelProvider provider = found.get();
    provider
        .obstacle()
        .ifPresent(obstacle -> {
          throw new IllegalStateException(CANNOT_RUN.formatted(name, obstacle));
        });
    return new KernelSelection(provider.create(), "asked for");
  }

  private static String unknown(String name) {
    Set<String> names = new LinkedHashSet<>(List.of(ScalarKernels.NAME, SIMD));
    providers().forEach(provider -> names.add(provider.name()));
    return "unknown kernels \"" + name + "\"; choose " + String.join(" or ", names);
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
    String reason = "";
    for (KernelProvider provider : providers()) {
      String against = against(provider);
      if (against.isEmpty()) {
        return new KernelSelection(provider.create(), "fastest available");
      }
      reason = reason.isEmpty() ? against : reason;
    }
    reason = reason.isEmpty() ? MISSING : reason;
    System.getLogger("dev.rnn4j")
        .log(System.Logger.Level.WARNING, "slow scalar kernels in use: " + reason);
    return new KernelSelection(new ScalarKernels(), reason);
  }

  /** Why not to take these kernels unless they are asked for; empty if there is no reason. */
  private static String against(KernelProvider provider) {
    Optional<String> obstacle = provider.obstacle();
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    return provider
        .drawback()
        .map(d -> d + "; -D" + PROPERTY + "=" + provider.name() + " would take the vector kernels")
        .orElse("");
  }

  private static List<KernelProvider> providers() {
    ClassLoader loader = KernelSelection.class.getClassLoader();
    return ServiceLoader.load(KernelProvider.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
