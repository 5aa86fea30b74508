package dev.rnn4j.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that earlier software would compute wrongly say so, and those of later software are known.
 */
class FormatKeysTest {
  private static final Vocabulary VOCABULARY =
      new Vocabulary(Vocabulary.Level.CHARACTER, List.of("\n", "a", "b", "c"));
  private static final Regularization PLAIN = Regularization.dropout(0.5f);
  private static final String CONFIG = Description.CONFIG;

  @TempDir private Path folder;

  private static LanguageModelConfig config(
      CellConfig cell, Regularization regularization, List<Integer> cutoffs) {
    return new LanguageModelConfig(cell, 4, 3, List.of(4), regularization, false, cutoffs, false);
  }

  private static Regularization noise(RecurrentNoise noise) {
    return new Regularization(Dropout.NONE, noise, ActivationPenalty.NONE);
  }

  private Path write(LanguageModelConfig config, Map<String, String> changed) throws IOException {
    Parameters parameters = config.newParameters(Initialization.uniform(0.5f), new RandomSource(1));
    Map<String, String> description =
        new LinkedHashMap<>(LanguageModelFile.describe(config, VOCABULARY));
    description.putAll(changed);
    Path file = folder.resolve("model.safetensors");
    new ModelFile(LanguageModelFile.VERSION, description, parameters, Map.of()).write(file);
    return file;
  }

  private String version(LanguageModelConfig config) throws IOException {
    Path file = write(config, Map.of());
    assertEquals(config, LanguageModelFile.read(file).config());
    try (SafetensorsReader reader = Safetensors.open(file)) {
      return reader.metadata().getOrDefault(FormatVersion.KEY, "");
    }
  }

  @Test
  void onlyFilesWithALaterKeyAreOfALaterVersion() throws IOException {
    for (CellConfig plain :
        List.of(new LstmCell(), new GruCell(), new ElmanCell(Activation.RELU))) {
      assertEquals("language-model/1", version(config(plain, PLAIN, List.of())));
    }
    List<LanguageModelConfig> later =
        List.of(
            config(new LstmCell(2), PLAIN, List.of()),
            config(new LstmCell(0, true), PLAIN, List.of()),
            config(new GruCell(GruCell.Reset.BEFORE), PLAIN, List.of()),
            config(new LstmCell(0, false, true), PLAIN, List.of()),
            config(new LstmCell(), PLAIN, List.of(2)),
            new LanguageModelConfig(
                new LstmCell(), 4, 3, List.of(4), PLAIN, false, List.of(), true),
            config(new LstmCell(), noise(new RecurrentNoise(0, 0, 0.1f, 0)), List.of()),
            config(new LstmCell(), noise(new RecurrentNoise(0, 0, 0, 0, 0.1f)), List.of()));
    for (LanguageModelConfig config : later) {
      assertEquals("language-model/2", version(config), config.toString());
    }
  }

  @Test
  void aKeyWithinAStackCountsToo() {
    LayerConfig first = new LayerConfig(new LstmCell(), 3);
    LayerConfig second = new LayerConfig(new LstmCell(0, true), 3);
    for (List<LayerConfig> layers : List.of(List.of(first), List.of(first, second))) {
      StackConfig stack = new StackConfig(2, layers, Directions.FORWARD, 0.1f, false);
      String json = Json.write(Map.of("stack", Description.write(stack)));
      Map<String, String> description = Map.of(CONFIG, json);
      int version = layers.size();
      assertEquals("tagger/" + version, FormatVersion.of("tagger/1", description));
      assertEquals(
          "training-checkpoint/" + version, FormatVersion.of("training-checkpoint/1", description));
      assertEquals("mine/1", FormatVersion.of("mine/1", description));
    }
    assertEquals("tagger/1", FormatVersion.of("tagger/1", Map.of(CONFIG, "not JSON")));
  }

  /** As written by software that did not count versions yet. */
  @Test
  void aFileOfVersion1WithALaterKeyIsRead() throws IOException {
    LanguageModelConfig config = config(new LstmCell(0, true), PLAIN, List.of());
    Path file = write(config, Map.of());
    try (SafetensorsReader reader = Safetensors.open(file)) {
      Map<String, String> metadata = new LinkedHashMap<>(reader.metadata());
      metadata.put(FormatVersion.KEY, LanguageModelFile.VERSION);
      Parameters parameters = LanguageModelFile.read(file).parameters();
      Path old = folder.resolve("old.safetensors");
      Safetensors.write(old, metadata, ParameterTensors.of(parameters, ""));
      assertEquals(config, LanguageModelFile.read(old).config());
    }
  }

  @Test
  void whatIsNotKnownIsRefusedByName() throws IOException {
    LanguageModelConfig noisy =
        config(new LstmCell(), noise(new RecurrentNoise(0.1f, 0, 0, 0)), List.of());
    String json = LanguageModelFile.describe(noisy, VOCABULARY).getOrDefault(CONFIG, "");
    assertRefused(
        "config",
        "mogrifier_rounds",
        CONFIG,
        json.replace("{\"cell\"", "{\"mogrifier_rounds\":5,\"cell\""));
    assertRefused(
        "config", "gaussian", CONFIG, json.replace("\"locked\"", "\"gaussian\":0.5,\"locked\""));
    assertRefused(
        "vocabulary",
        "case",
        Description.VOCABULARY,
        Description.write(VOCABULARY).replace("{", "{\"case\":1,"));
    assertRefused("the metadata", "rnn4j.adapter", "rnn4j.adapter", "{}");
    Path others = write(noisy, Map.of("author", "me", "rnn4jx", "not ours"));
    assertEquals(noisy, LanguageModelFile.read(others).config());
  }

  private void assertRefused(String where, String key, String metadata, String value)
      throws IOException {
    LanguageModelConfig noisy =
        config(new LstmCell(), noise(new RecurrentNoise(0.1f, 0, 0, 0)), List.of());
    Path file = write(noisy, Map.of(metadata, value));
    ModelFormatException thrown =
        assertThrows(ModelFormatException.class, () -> LanguageModelFile.read(file));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(
        message.endsWith(
            where
                + " has what this version of the software does not know: \""
                + key
                + "\"; read the file with the version that wrote it, or a newer one"),
        message);
  }

  /** An option that is off, or of another kind of cell, does no harm. */
  @Test
  void anOptionOfAnotherKindOfCellIsIgnored() throws IOException {
    LanguageModelConfig lstm = config(new LstmCell(), PLAIN, List.of());
    String json = LanguageModelFile.describe(lstm, VOCABULARY).getOrDefault(CONFIG, "");
    String more = json.replace("{\"cell\"", "{\"reset\":\"after\",\"cell\"");
    assertEquals(lstm, LanguageModelFile.read(write(lstm, Map.of(CONFIG, more))).config());
  }
}
