package dev.rnn4j.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static List<String> ticks(Scale scale) {
    return scale.ticks().stream().map(Numbers::of).toList();
  }

  @Test
  void ticksAreRoundNumbers() {
    assertEquals(List.of("1", "1.5", "2", "2.5", "3", "3.5"), ticks(Scale.rounded(1.02, 3.4)));
    assertEquals(
        List.of("0", "0.001", "0.002", "0.003", "0.004", "0.005"), ticks(Scale.rounded(0, 0.005)));
    assertEquals(List.of("2", "4", "6", "8", "10", "12"), ticks(Scale.exact(1, 12)));
    assertEquals(
        List.of("-150,000", "-100,000", "-50,000", "0", "50,000", "100,000"),
        ticks(Scale.rounded(-150_000, 90_000)));
  }

  @Test
  void ticksOfALogarithmicAxisArePowersOfTen() {
    assertEquals(List.of("0.01", "0.1", "1", "10", "100"), ticks(Scale.logarithmic(0.0099, 101)));
    assertEquals(List.of("1", "2", "5", "10", "20"), ticks(Scale.logarithmic(1, 30)));
    assertTrue(Scale.logarithmic(1e-300, 1e300).ticks().size() < 10);
    List<String> nearlyThreeDecades = ticks(Scale.logarithmic(0.00014, 0.06));
    assertEquals(List.of("0.0002", "0.0005", "0.001"), nearlyThreeDecades.subList(0, 3));
  }

  @Test
  void thereAreTicksForEveryRange() {
    for (double low = 1e-12; low < 1e12; low *= 3.7) {
      for (double factor : new double[] {1, 1 + 1e-9, 1.001, 1.5, 2, 9, 1e3, 1e7}) {
        for (Scale scale :
            List.of(
                Scale.exact(low, low * factor),
                Scale.rounded(low, low * factor),
                Scale.rounded(-low * factor, low),
                Scale.logarithmic(low, low * factor))) {
          int count = scale.ticks().size();
          assertTrue(count >= 2 && count <= 16, scale.toString());
          assertEquals(count, ticks(scale).stream().distinct().count(), scale.toString());
          assertTrue(scale.at(low) >= -1e-5 && scale.at(low) <= 1 + 1e-5, scale.toString());
        }
      }
    }
  }

  @Test
  void numbersHaveTheDigitsThatMatter() {
    assertEquals("0", Numbers.of(0));
    assertEquals("0", Numbers.of(-0.0));
    assertEquals("1,234,567", Numbers.of(1_234_567));
    assertEquals("12,346", Numbers.of(12345.6));
    assertEquals("0.001235", Numbers.of(0.00123456));
    assertEquals("1.235e-7", Numbers.of(1.23456e-7));
    assertEquals("-1.5e20", Numbers.of(-1.5e20));
    assertEquals(Numbers.MISSING, Numbers.of(Double.NaN));
    assertEquals(Numbers.MISSING, Numbers.of(Double.NEGATIVE_INFINITY));
    assertEquals("-0.1", Numbers.place(-0.06));
    assertEquals("3", Numbers.place(2.96));
  }
}
