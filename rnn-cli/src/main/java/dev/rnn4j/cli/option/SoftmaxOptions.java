package dev.rnn4j.cli.option;

import dev.rnn4j.core.head.AdaptiveClusters;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The softmax of a language model. */
public final class SoftmaxOptions {
  private static final String CUTOFFS = "--cutoffs";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--softmax",
      paramLabel = "full|adaptive",
      description =
          "A softmax over all tokens, or an adaptive one (Grave et al. 2017), in which clusters of"
              + " rare tokens cost little: for vocabularies of 10,000 words and more, numbered from"
              + " the most frequent one on (default: full).")
  private @Nullable Kind softmax;

  @Option(
      names = CUTOFFS,
      paramLabel = "N,N",
      converter = Cutoffs.Converter.class,
      description =
          "The first tokens of the clusters of an adaptive softmax (default: a tenth of the"
              + " vocabulary, 4,000 at most, then five times as many while half of it is beyond).")
  private @Nullable Cutoffs cutoffs;

  /** Kinds of softmax. */
  public enum Kind {
    FULL,
    ADAPTIVE
  }

  /** Not a list to picocli: that would take the option twice. */
  record Cutoffs(List<Integer> values) {
    /** Reads {@code 2000} or {@code 2000,10000}. */
    static final class Converter implements ITypeConverter<Cutoffs> {
      @Override
      public Cutoffs convert(String text) {
        List<Integer> values = new ArrayList<>();
        for (String value : text.split(",", -1)) {
          try {
            values.add(Integer.parseInt(value));
          } catch (NumberFormatException e) {
            throw new TypeConversionException(
                "must be whole numbers that ascend, as in 2000,10000, not \"" + text + "\"");
          }
        }
        return new Cutoffs(List.copyOf(values));
      }
    }
  }

  /**
   * Fails now rather than after reading a text.
   *
   * @param tied whether the output layer has the token vectors as its weight
   * @param smoothing of labels
   * @param model to go on from, if any
   */
  public void check(boolean tied, float smoothing, @Nullable LanguageModelConfig model) {
    if (model != null) {
      requireSame(model);
    } else if (cutoffs != null && softmax != Kind.ADAPTIVE) {
      throw usage(CUTOFFS + " needs --softmax adaptive");
    }
    if (!isAdaptive(model)) {
      return;
    }
    if (tied) {
      throw usage("--tied needs --softmax full: an adaptive one has no vector for every token");
    }
    if (smoothing > 0) {
      throw usage("--label-smoothing needs --softmax full: it takes the logits of all tokens");
    }
  }

  private void requireSame(LanguageModelConfig model) {
    Kind ofModel = model.isAdaptive() ? Kind.ADAPTIVE : Kind.FULL;
    if (softmax != null && softmax != ofModel) {
      throw contradiction("--softmax", Choice.id(ofModel));
    }
    if (cutoffs != null && !cutoffs.values().equals(model.cutoffs())) {
      throw contradiction(CUTOFFS, model.isAdaptive() ? joined(model) : "none");
    }
  }

  private ParameterException contradiction(String option, String ofModel) {
    return usage(
        option + " contradicts the model of --from, whose shape is kept: it has " + ofModel);
  }

  private boolean isAdaptive(@Nullable LanguageModelConfig model) {
    return model == null ? softmax == Kind.ADAPTIVE : model.isAdaptive();
  }

  /**
   * A network with the softmax that was asked for.
   *
   * @param full the network with a full softmax, for its vocabulary
   * @param model to go on from, if any
   */
  public LanguageModelConfig applyTo(
      LanguageModelConfig full, @Nullable LanguageModelConfig model) {
    if (!isAdaptive(model)) {
      return full;
    }
    try {
      return full.withCutoffs(cutoffs(full.vocabularySize(), model));
    } catch (IllegalArgumentException e) {
      throw usage(CUTOFFS + ": " + e.getMessage());
    }
  }

  private List<Integer> cutoffs(int vocabularySize, @Nullable LanguageModelConfig model) {
    if (model != null) {
      return model.cutoffs();
    }
    return cutoffs == null ? AdaptiveClusters.usual(vocabularySize).cutoffs() : cutoffs.values();
  }

  /** Such as "2000,10000". */
  public static String joined(LanguageModelConfig config) {
    return String.join(",", config.cutoffs().stream().map(String::valueOf).toList());
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
