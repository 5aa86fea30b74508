package dev.rnn4j.cli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedWorkTest {
  private final AtomicInteger read = new AtomicInteger();

  /** Numbers from 0, and null after the last. */
  private OrderedWork.Source<Integer> numbers(int count) {
    return () -> read.get() < count ? read.getAndIncrement() : null;
  }

  @Test
  void resultsComeInTheOrderOfTheInputWhoeverIsSlow() throws IOException {
    for (int threads = 1; threads <= 4; threads++) {
      read.set(0);
      List<Integer> results = new ArrayList<>();
      OrderedWork.run(
          numbers(1000),
          7,
          threads,
          pieces -> {
            if (pieces.getFirst() % 5 == 0) {
              LockSupport.parkNanos(100_000);
            }
            return pieces;
          },
          results::addAll);
      assertEquals(IntStream.range(0, 1000).boxed().toList(), results);
    }
  }

  /** However long the input is, little of it is read before the first result is taken. */
  @Test
  void itReadsOnlyALittleAhead() throws IOException {
    List<Integer> ahead = new ArrayList<>();
    OrderedWork.run(
        numbers(100_000),
        10,
        3,
        pieces -> pieces,
        pieces -> ahead.add(read.get() - pieces.getFirst()));
    assertTrue(ahead.stream().allMatch(n -> n <= 70), () -> "read ahead: " + ahead);
  }

  @Test
  void aSinkThatWantsNoMoreEndsTheWork() throws IOException {
    List<Integer> results = new ArrayList<>();
    OrderedWork.run(
        numbers(100_000), 10, 2, List::size, size -> results.add(size) && results.size() < 3);
    assertEquals(List.of(10, 10, 10), results);
    assertTrue(read.get() <= 100);
  }

  @Test
  void anEmptyInputGivesNothing() throws IOException {
    OrderedWork.run(
        numbers(0),
        10,
        2,
        List::size,
        _ -> {
          throw new AssertionError("there is no result");
        });
  }

  @Test
  void whatFailsOnAThreadFailsHere() {
    for (int threads = 1; threads <= 2; threads++) {
      read.set(0);
      int count = threads;
      IOException thrown =
          assertThrows(
              IOException.class,
              () ->
                  OrderedWork.run(
                      numbers(100),
                      10,
                      count,
                      pieces -> {
                        throw new IOException("broken at " + pieces.getFirst());
                      },
                      _ -> true));
      assertEquals("broken at 0", thrown.getMessage());
    }
  }

  @Test
  void aPieceThatIsTooLargeIsToldWithARemedy() {
    for (int threads = 1; threads <= 2; threads++) {
      read.set(0);
      int count = threads;
      CliException thrown =
          assertThrows(
              CliException.class,
              () ->
                  OrderedWork.run(
                      numbers(100),
                      10,
                      count,
                      _ -> {
                        throw new OutOfMemoryError("Java heap space");
                      },
                      _ -> true));
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.contains("give shorter lines"), message);
    }
  }
}
