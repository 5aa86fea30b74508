package dev.rnn4j.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyTest {
  private static List<Double> runs(double... first) {
    List<Double> nanos = new ArrayList<>();
    for (double n : first) {
      nanos.add(n);
    }
    nanos.addAll(Collections.nCopies(100, 10.0));
    return nanos;
  }

  @Test
  void aWarmEngineNeedsNoTime() {
    assertEquals(0, Steady.nanosToSpeed(runs()));
  }

  @Test
  void slowRunsAtTheBeginningCount() {
    assertEquals(600, Steady.nanosToSpeed(runs(100, 100, 100, 100, 100, 100)), 200);
  }

  @Test
  void oneHiccupLaterDoesNot() {
    List<Double> nanos = runs();
    nanos.set(50, 1000.0);
    assertEquals(0, Steady.nanosToSpeed(nanos));
  }

  @Test
  void oneRunIsAsSteadyAsItGets() {
    assertEquals(0, Steady.nanosToSpeed(List.of(5.0)));
  }
}
