package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.model.LanguageModelCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a model file or a checkpoint contains, as names and values. */
public final class ModelDescription {
  /** The key of a configuration in the metadata. */
  private static final String CONFIG = "rnn4j.config";

  private ModelDescription() {}

  public static Map<String, Object> of(Path file, CommonOptions common) throws IOException {
    if (Outputs.isCheckpoint(file)) {
      try (Checkpoint checkpoint = Checkpoint.read(file)) {
        return of(checkpoint, file, common);
      }
    }
    if (!ModelFile.kind(file).equals(ModelOption.LANGUAGE_MODEL)) {
      return of(ModelFile.read(file), file);
    }
    LanguageModelFile model = LanguageModelFile.read(file);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", file.toString());
    addShape(model.config(), model.vocabulary(), model.parameters().format(), values);
    values.put("training", new TreeMap<>(model.training()));
    if (!model.ignored().isEmpty()) {
      values.put("ignored", model.ignored());
    }
    return values;
  }

  private static Map<String, Object> of(ModelFile model, Path file) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", file.toString());
    values.put("kind", model.version());
    values.put("configuration", model.description().getOrDefault(CONFIG, ""));
    addParameters(model.parameters().layout(), model.parameters().format(), values);
    values.put("training", new TreeMap<>(model.training()));
    return values;
  }

  private static Map<String, Object> of(Checkpoint checkpoint, Path file, CommonOptions common)
      throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", file + " (a checkpoint: rnn train --resume continues it)");
    try {
      common.selection(checkpoint);
    } catch (CliException e) {
      values.put("resuming", String.valueOf(e.getMessage()));
    }
    String task = checkpoint.notes().get(CommonOptions.TASK);
    if (task == null) {
      LanguageModelCheckpoint model = LanguageModelCheckpoint.of(checkpoint);
      addShape(model.config(), model.vocabulary(), WeightFormat.FLOAT32, values);
    } else {
      values.put("task", task);
      values.put("configuration", checkpoint.metadata().getOrDefault(CONFIG, ""));
    }
    values.put("training", new TreeMap<>(checkpoint.notes()));
    return values;
  }

  private static void addShape(
      LanguageModelConfig config,
      Vocabulary vocabulary,
      WeightFormat format,
      Map<String, Object> values) {
    ParameterLayout layout = config.layout();
    values.put("network", Wording.of(config));
    values.put("cell", config.cell().name());
    values.put("hidden", config.hiddenSizes());
    values.put("embedding", config.embeddingSize());
    float dropout = config.regularization().dropout().layers();
    values.put("dropout", Double.valueOf(Float.toString(dropout))); // 0.3 as it was given
    values.put("tied", config.tied());
    if (config.isAdaptive()) {
      values.put("cutoffs", config.cutoffs());
    }
    values.put("level", Choice.id(vocabulary.level()));
    values.put("vocabulary", vocabulary.size());
    addParameters(layout, format, values);
  }

  private static void addParameters(
      ParameterLayout layout, WeightFormat format, Map<String, Object> values) {
    values.put("parameters", layout.size());
    values.put("weights", format.label());
    values.put("bytes", bytes(layout, format));
    Map<String, Object> shapes = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      shapes.put(entry.name(), entry.shape());
    }
    values.put("shapes", shapes);
  }

  private static long bytes(ParameterLayout layout, WeightFormat format) {
    long bytes = 0;
    for (ParameterLayout.Entry entry : layout.entries()) {
      bytes += (long) entry.size() * (entry.vector() ? Float.BYTES : format.bytes());
    }
    return bytes;
  }
}
