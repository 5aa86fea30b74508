package dev.rnn4j.cli.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A source that ends where it cannot be read any further, and says why afterwards: so that what was
 * read before comes out first, as if there were no chunks and no threads.
 *
 * @param <T> a piece
 */
public final class FailingLast<T> implements OrderedWork.Source<T> {
  private final OrderedWork.Source<T> source;
  private @Nullable IOException failure;

  public FailingLast(OrderedWork.Source<T> source) {
    this.source = source;
  }

  @Override
  public @Nullable T next() {
    if (failure != null) {
      return null;
    }
    try {
      return source.next();
    } catch (IOException e) {
      failure = e;
      return null;
    }
  }

  /** Throws what ended the source, if it did not end by itself. */
  public void rethrow() throws IOException {
    IOException e = failure;
    if (e != null) {
      throw e;
    }
  }
}
