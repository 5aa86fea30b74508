package dev.rnn4j.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingRowTest {
  private static final BlockingRow USUAL = BlockingRow.ofMachine(16, 1 << 20);

  @ParameterizedTest
  @CsvSource({
    "4, 2097152, registers-16",
    "8, 0, registers-16",
    "16, 0, registers-32",
    "16, 1310720, registers-32",
    "16, 2097152, large-l2",
    "16, 3145728, large-l2"
  })
  void theRowFollowsFromVectorsAndL2(int lanes, long level2, String name) {
    assertEquals(name, BlockingRow.ofMachine(lanes, level2).name());
  }

  @Test
  void whatIsNotNamedStaysAsItIs() {
    BlockingRow row = BlockingRow.of("kc=512,pack=640", USUAL);
    assertEquals(512, row.kc());
    assertEquals(640, row.packFrom());
    assertEquals(USUAL.mc(), row.mc());
    assertEquals(USUAL.outerNc(), row.outerNc());
    assertEquals("custom", row.name());
    assertEquals(USUAL, BlockingRow.of("", USUAL));
  }

  @Test
  void aNamedRowMayBeChanged() {
    BlockingRow row = BlockingRow.of("large-l2,pack=never,outer-nc=64", USUAL);
    assertEquals(192, row.mc());
    assertEquals(Integer.MAX_VALUE, row.packFrom());
    assertEquals(64, row.outerNc());
  }

  @ParameterizedTest
  @ValueSource(strings = {"registers-16", "registers-32", "large-l2", "mr=4,pack=7"})
  void itsTextIsWhatThePropertyTakes(String text) {
    BlockingRow row = BlockingRow.of(text, USUAL);
    assertEquals(row.toString(), BlockingRow.of(row.toString(), USUAL).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "zen; zen",
        "kc; kc",
        "kc=; kc=",
        "kc=-16; kc=-16",
        "kc=1e3; kc=1e3",
        "kc=100; 100",
        "kc=0; 0",
        "kc=32768; 32768",
        "mr=6; 6",
        "outer-nc=48; 48",
        "kc=never; never",
        "outer-pack=2; 2",
        "width=4; width",
        "kc=64,; \"\""
      })
  void whatIsNotUnderstoodIsNamed(String text, String named) {
    var e = assertThrows(IllegalArgumentException.class, () -> BlockingRow.of(text, USUAL));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(BlockingRow.PROPERTY), message);
    assertTrue(message.contains(named), message);
  }

  @ParameterizedTest
  @CsvSource({"1024K, 1048576", "2M, 2097152", "48K, 49152", "'', 0", "2048, 0", "-4K, 0"})
  void sizesOfCachesAreReadAsLinuxWritesThem(String text, long bytes) {
    assertEquals(bytes, Caches.size(text + "\n"));
  }
}
