package dev.rnn4j.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The register tiles are what their generator writes. */
class TileGeneratorTest {
  @Test
  void theTilesAreAsGenerated() throws IOException {
    Map<Path, String> files = TileGenerator.files(SharedData.repositoryRoot());
    assertEquals(6, files.size());
    for (var file : files.entrySet()) {
      assertEquals(
          file.getValue(),
          Files.readString(file.getKey()),
          () ->
              file.getKey().getFileName()
                  + " is not what TileGenerator writes: change its table or templates, then run "
                  + TileGenerator.COMMAND);
    }
  }
}
