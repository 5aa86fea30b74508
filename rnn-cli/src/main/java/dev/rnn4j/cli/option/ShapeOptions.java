package dev.rnn4j.cli.option;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The network of a language model. */
public final class ShapeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private InitialStateOption initialState;

  @Option(
      names = "--tied",
      description = "The output layer uses the token vectors as its weight (--embedding = width).")
  private boolean tied;

  @Option(
      names = "--input-dropout",
      paramLabel = "P",
      description = "Share of the token vectors' elements dropped (default: --dropout).")
  private @Nullable Float input;

  @Option(
      names = "--output-dropout",
      paramLabel = "P",
      description = "Share of the last layer's outputs dropped (default: --dropout).")
  private @Nullable Float output;

  @Option(
      names = "--embedding-dropout",
      paramLabel = "P",
      description = "Share of the vocabulary whose vectors are dropped, anew for every batch.")
  private float tokens;

  @Option(
      names = "--activation-penalty",
      paramLabel = "ALPHA",
      description = "Weight of the mean square of the last layer's outputs in what is minimised.")
  private float size;

  @Option(
      names = "--change-penalty",
      paramLabel = "BETA",
      description = "Weight of the mean square of their change from step to step.")
  private float change;

  /** The network for a vocabulary; what is not given is the preset's. */
  public LanguageModelConfig config(
      NetworkOptions network,
      RegularizationOptions regularization,
      Preset.Shape preset,
      int vocabularySize) {
    List<Integer> widths = network.widths(preset.hidden());
    CellConfig cell = network.cell();
    int width = network.embedding(tied ? cell.outputSize(widths.getLast()) : preset.embedding());
    Regularization usual = regularization.regularization(network.dropout(preset.dropout()), cell);
    try {
      return new LanguageModelConfig(
              cell, vocabularySize, width, widths, regularization(usual), tied)
          .withLearnedStart(initialState.isLearned());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The network of a model to go on from, for a vocabulary. What is dropped while it is trained is
   * the model's unless any of that is given.
   */
  public LanguageModelConfig config(
      NetworkOptions network,
      RegularizationOptions regularization,
      LanguageModelConfig model,
      int vocabularySize) {
    requireSame("--cell", network.isCellGiven() ? network.cell() : model.cell(), model.cell());
    requireSame("--hidden or --layers", network.widths(model.hiddenSizes()), model.hiddenSizes());
    requireSame("--embedding", network.embedding(model.embeddingSize()), model.embeddingSize());
    requireSame("--tied", tied || model.tied(), model.tied());
    boolean learned = model.learnedStart();
    requireSame("--learned-start", initialState.isLearned() || learned, learned);
    float dropout = model.regularization().dropout().layers();
    Regularization given =
        regularization(regularization.regularization(network.dropout(dropout), model.cell()));
    boolean unasked = given.equals(Regularization.dropout(dropout));
    try {
      return new LanguageModelConfig(
              model.cell(),
              vocabularySize,
              model.embeddingSize(),
              model.hiddenSizes(),
              unasked ? model.regularization() : given,
              model.tied())
          .withLearnedStart(learned);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void requireSame(String option, Object given, Object ofModel) {
    if (!given.equals(ofModel)) {
      throw new ParameterException(
          command.commandLine(),
          option
              + " contradicts the model of --from, whose shape is kept: it has "
              + ofModel
              + ", not "
              + given);
    }
  }

  private Regularization regularization(Regularization usual) {
    Dropout all = usual.dropout();
    Dropout own =
        new Dropout(
            input == null ? all.input() : input,
            all.layers(),
            output == null ? all.output() : output,
            tokens,
            all.locked());
    return new Regularization(own, usual.noise(), new ActivationPenalty(size, change));
  }
}
