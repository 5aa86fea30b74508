package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.tensor.Matrix;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MatricesTest {
  @Provide
  Arbitrary<Matrix> all() {
    return Matrices.all(-2, 3);
  }

  @Provide
  Arbitrary<Matrix> ofOneShape() {
    return Matrices.of(4, 17, 0, 1);
  }

  @Property(tries = 200)
  void valuesLieWithinTheirLimitsAndNaNAroundThem(@ForAll("all") Matrix m) {
    int own = 0;
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        assertTrue(m.get(r, c) >= -2 && m.get(r, c) <= 3, "" + m.get(r, c));
        own++;
      }
    }
    int numbers = 0;
    for (float value : m.data()) {
      numbers += Float.isNaN(value) ? 0 : 1;
    }
    assertEquals(own, numbers);
    assertTrue(m.offset() % 2 == 1 && m.stride() > m.cols(), m + " fills its array");
  }

  @Property(tries = 20)
  void aShapeThatIsAskedForIsKept(@ForAll("ofOneShape") Matrix m) {
    assertEquals("Matrix 4x17", m.toString());
  }

  @Property(tries = 20)
  void theSameSeedGivesTheSameMatrix(@ForAll long seed) {
    Bits.assertEqual(
        "m",
        Samples.elements(Matrices.of(3, 5, -1, 1, seed)),
        Samples.elements(Matrices.of(3, 5, -1, 1, seed)));
  }
}
