package dev.rnn4j.cli.task.classify;

import dev.rnn4j.cli.option.InitialStateOption;
import dev.rnn4j.cli.option.InitializationOptions;
import dev.rnn4j.cli.option.LabelSmoothing;
import dev.rnn4j.cli.option.NetworkOptions;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.option.RegularizationOptions;
import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.ClassifierConfig;
import dev.rnn4j.core.model.ClassifierConfig.TokenDropout;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.text.Vocabulary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The network of a classifier, and how it is fed while it is trained. */
final class ClassifierOptions {
  private static final int ATTENTION = 64;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private NetworkOptions network;
  @Mixin private InitialStateOption initialState;
  @Mixin private RegularizationOptions regularization;

  @Option(
      names = "--directions",
      paramLabel = "1|2",
      description = "Read from the first token to the last, or both ways (default: 2).")
  @Range(least = 1, most = 2)
  private @Nullable Integer directions;

  @Option(
      names = "--pooling",
      paramLabel = "last|mean|max|attention",
      description = "How the outputs of all tokens become one row (default: max).")
  private @Nullable String pooling;

  @Option(
      names = "--attention",
      paramLabel = "A",
      description = "Width of the scores of --pooling attention (default: " + ATTENTION + ").")
  @Range(least = 1, most = LayerConfig.MAX_HIDDEN)
  private @Nullable Integer attention;

  @Option(
      names = "--token-dropout",
      paramLabel = "P",
      description =
          "Share of the tokens replaced by the unknown one in training, below 1 (default: 0.1).")
  private @Nullable Float tokenDropout;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Texts of a training step (default: 32).")
  @Range(least = 1, most = 1_000_000)
  private @Nullable Integer batch;

  @Mixin private LabelSmoothing smoothing;

  float labelSmoothing() {
    return smoothing.epsilon();
  }

  int batch() {
    return batch == null ? 32 : batch;
  }

  Initialization initialization(InitializationOptions start) {
    return start.initialization(network.cell(), 0.1f, 1);
  }

  /** The network; the built-in data need a small one only. */
  ClassifierConfig config(Vocabulary vocabulary, int classes, boolean small) {
    float dropout = network.dropout(small ? 0.2f : 0.5f);
    Directions read =
        directions != null && directions == 1 ? Directions.FORWARD : Directions.CONCATENATED;
    try {
      List<LayerConfig> layers = initialState.layers(network, List.of(small ? 64 : 128));
      StackConfig stack =
          new StackConfig(
              network.embedding(small ? 32 : 128),
              layers,
              read,
              regularization.regularization(
                  layers.size() > 1 ? dropout : 0, // what is pooled of one layer has its own
                  network.cell()),
              false);
      float tokens = tokenDropout == null ? (small ? 0.02f : 0.1f) : tokenDropout;
      return new ClassifierConfig(
          vocabulary.size(),
          stack,
          pooling(),
          classes,
          dropout,
          new TokenDropout(tokens, vocabulary.unknownId()));
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
  }

  /** The network of a model to go on from, for other tokens and classes. */
  ClassifierConfig config(Vocabulary vocabulary, int classes, ClassifierConfig model) {
    StackConfig stack = model.stack();
    Regularization own = stack.regularization();
    float between = stack.layers().size() > 1 ? network.dropout(own.dropout().layers()) : 0;
    TokenDropout tokens = model.tokenDropout();
    try {
      return new ClassifierConfig(
          vocabulary.size(),
          stack.withRegularization(
              regularization.over(own, between, stack.layers().getFirst().cell())),
          model.pooling(),
          classes,
          network.dropout(model.dropout()),
          new TokenDropout(
              tokenDropout == null ? tokens.probability() : tokenDropout, vocabulary.unknownId()));
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
  }

  private Pooling pooling() {
    String name = pooling == null ? "max" : pooling;
    if (attention != null && !name.equals("attention")) {
      throw new ParameterException(command.commandLine(), "--attention is for --pooling attention");
    }
    return switch (name) {
      case "last" -> new LastState();
      case "mean" -> new MeanOverTime();
      case "max" -> new MaxOverTime();
      case "attention" -> new AttentionPooling(attention == null ? ATTENTION : attention);
      default ->
          throw new ParameterException(
              command.commandLine(),
              "--pooling must be one of last, mean, max, attention, not " + name);
    };
  }

  private ParameterException usage(IllegalArgumentException e) {
    return new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
  }
}
