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
  private @Nullable Float tokens;

  @Option(
      names = "--activation-penalty",
      paramLabel = "ALPHA",
      description = "Weight of the mean square of the last layer's outputs in what is minimised.")
  private @Nullable Float size;

  @Option(
      names = "--change-penalty",
      paramLabel = "BETA",
      description = "Weight of the mean square of their change from step to step.")
  private @Nullable Float change;

  /** The network for a vocabulary; what is not given is the preset's. */
  public LanguageModelConfig config(
      NetworkOptions network,
      RegularizationOptions regularization,
      Preset.Shape preset,
      int vocabularySize) {
    List<Integer> widths = network.widths(preset.hidden());
    CellConfig cell = network.cell();
    boolean shared = tied || preset.tied();
    int width = network.embedding(shared ? cell.outputSize(widths.getLast()) : preset.embedding());
    try {
      return new LanguageModelConfig(
              cell,
              vocabularySize,
              width,
              widths,
              regularization(network, regularization, preset.regularization(), cell),
              shared)
          .withLearnedStart(initialState.isLearned());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The network of a model to go on from, for a vocabulary. What is dropped while it is trained is
   * as the model has it where it is not given.
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
    requireSame(InitialStateOption.NAME, initialState.isLearned() || learned, learned);
    try {
      return new LanguageModelConfig(
              model.cell(),
              vocabularySize,
              model.embeddingSize(),
              model.hiddenSizes(),
              regularization(network, regularization, model.regularization(), model.cell()),
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

  /** What is given, and of what is not the usual. */
  private Regularization regularization(
      NetworkOptions network, RegularizationOptions more, Regularization usual, CellConfig cell) {
    Dropout before = usual.dropout();
    Regularization given = more.regularization(network.dropout(before.layers()), cell);
    Dropout all = network.isDropoutGiven() ? given.dropout() : before;
    Dropout own =
        new Dropout(
            or(input, all.input()),
            all.layers(),
            or(output, all.output()),
            or(tokens, before.tokens()),
            before.locked() || given.dropout().locked());
    ActivationPenalty penalty = usual.penalty();
    return new Regularization(
        own,
        more.isNoiseGiven() ? given.noise() : usual.noise(),
        new ActivationPenalty(or(size, penalty.size()), or(change, penalty.change())));
  }

  private static float or(@Nullable Float given, float otherwise) {
    return given == null ? otherwise : given;
  }
}
