package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerCase.Product.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The shape of a matrix product of (M, K) and (K, N).
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k what the sums are over
 */
public record ProductShape(int m, int n, int k) {
  private static final int MAX_SIZE = 100_000;

  /** What fits the heap of a JVM that measures, packed once more; and the scalar kernels' time. */
  private static final long MAX_FLOATS = 40_000_000;

  private static final long MAX_MULTIPLICATIONS = 20_000_000_000L;
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})x(\\d{1,9})x(\\d{1,9})");

  /**
   * Reads MxNxK.
   *
   * @throws IllegalArgumentException if it is no shape, or one that is too large
   */
  public static ProductShape of(String text) {
    Matcher sizes = TEXT.matcher(text);
    if (!sizes.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no shape of a product; write it as MxNxK, such as 20x800x200");
    }
    int m = size(text, sizes.group(1));
    int n = size(text, sizes.group(2));
    int k = size(text, sizes.group(3));
    long floats = (long) m * k + (long) k * n + (long) m * n;
    if (floats > MAX_FLOATS) {
      throw tooLarge(text, "its matrices have", floats, MAX_FLOATS, "elements in all");
    }
    long multiplications = (long) m * n * k;
    if (multiplications > MAX_MULTIPLICATIONS) {
      throw tooLarge(text, "it takes", multiplications, MAX_MULTIPLICATIONS, "multiplications");
    }
    return new ProductShape(m, n, k);
  }

  private static int size(String text, String digits) {
    int size = Integer.parseInt(digits);
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "%s: M, N and K must be 1 to %d, not %d".formatted(text, MAX_SIZE, size));
    }
    return size;
  }

  private static IllegalArgumentException tooLarge(
      String text, String has, long number, long most, String what) {
    return new IllegalArgumentException(
        "%s is too large: %s %d %s, and at most %d can be measured"
            .formatted(text, has, number, what, most));
  }

  Product product(Kind kind) {
    return new Product(kind, m, n, k);
  }

  /** {@return the products of every kind} */
  public List<Product> products() {
    return Stream.of(Kind.values()).map(this::product).toList();
  }
}
