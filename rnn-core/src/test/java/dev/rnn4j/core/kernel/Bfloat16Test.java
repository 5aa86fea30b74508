package dev.rnn4j.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Bfloat16Test {
  private static void assertRounds(int from, int to) {
    short bits = Bfloat16.of(Float.intBitsToFloat(from));
    assertEquals(Integer.toHexString(to), Integer.toHexString(bits & 0xffff));
  }

  @Test
  void tiesGoToTheEvenNeighbour() {
    assertRounds(0x3f80_8000, 0x3f80);
    assertRounds(0x3f80_8001, 0x3f81);
    assertRounds(0x3f81_8000, 0x3f82);
    assertRounds(0x3f81_7fff, 0x3f81);
    assertRounds(0xbf81_8000, 0xbf82);
    assertRounds(0x3fff_8000, 0x4000);
  }

  @Test
  void zerosAndSubnormalsKeepTheirSign() {
    assertRounds(0, 0);
    assertRounds(0x8000_0000, 0x8000);
    assertRounds(0x0000_0001, 0);
    assertRounds(0x0000_8000, 0);
    assertRounds(0x0000_8001, 1);
    assertRounds(0x8001_8000, 0x8002);
    assertRounds(0x007f_ffff, 0x0080);
  }

  @Test
  void infinitiesStayAndTheLargestFloatsJoinThem() {
    assertRounds(0x7f80_0000, 0x7f80);
    assertRounds(0xff80_0000, 0xff80);
    assertRounds(0x7f7f_7fff, 0x7f7f);
    assertRounds(0x7f7f_8000, 0x7f80);
    assertRounds(0xff7f_ffff, 0xff80);
  }

  @Test
  void everyNanStaysOne() {
    for (int nan : new int[] {0x7fc0_0000, 0x7f80_0001, 0x7fff_ffff, 0xff80_8000, 0xffff_ffff}) {
      assertTrue(Float.isNaN(Bfloat16.toFloat(Bfloat16.of(Float.intBitsToFloat(nan)))), "" + nan);
    }
  }

  @Test
  void everyValueIsItsOwnNearest() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      float value = Bfloat16.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertEquals((short) bits, Bfloat16.of(value));
      }
    }
  }

  /** By definition: of the two values around x the nearer, measured without rounding. */
  @Property(tries = 5000)
  void noOtherValueIsNearer(@ForAll int pattern) {
    float x = Float.intBitsToFloat(pattern);
    if (Float.isNaN(x) || Math.abs(x) > Bfloat16.toFloat((short) 0x7f7f)) {
      return;
    }
    float below = Bfloat16.toFloat((short) (pattern >>> 16)); // towards zero
    float above = Bfloat16.toFloat((short) ((pattern >>> 16) + 1));
    double down = Math.abs((double) x - below);
    double up = Float.isInfinite(above) ? Double.MAX_VALUE : Math.abs((double) above - x);
    boolean isEven = ((pattern >>> 16) & 1) == 0;
    boolean takesBelow = down < up || (down == up && isEven);
    assertEquals(takesBelow ? below : above, Bfloat16.toFloat(Bfloat16.of(x)));
  }

  @Test
  void onlyTheFormatOf16BitsRounds() {
    assertEquals(1.004f, WeightFormat.FLOAT32.nearest(1.004f));
    assertEquals(1.0078125f, WeightFormat.BFLOAT16.nearest(1.004f));
  }
}
