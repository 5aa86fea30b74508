package dev.rnn4j.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadBandwidthTest {
  @Test
  void everyElementOfARangeIsReadOnce() {
    float[] a = new float[1024];
    for (int i = 0; i < a.length; i++) {
      a[i] = i;
    }
    assertEquals(IntStream.range(0, 1024).sum(), ReadBandwidth.sum(a, 0, 1024));
    assertEquals(IntStream.range(128, 896).sum(), ReadBandwidth.sum(a, 128, 896));
    assertEquals(0, ReadBandwidth.sum(a, 5, 5));
  }
}
