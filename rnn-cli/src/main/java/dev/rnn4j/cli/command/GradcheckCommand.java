package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.NetworkOptions;
import dev.rnn4j.cli.option.Preset;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.option.RegularizationOptions;
import dev.rnn4j.cli.option.ShapeOptions;
import dev.rnn4j.cli.option.SoftmaxOptions;
import dev.rnn4j.cli.option.TypedOptions;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.gradcheck.CarriedStateGradientCheck;
import dev.rnn4j.train.gradcheck.FailingSteps;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.LanguageModelGradientCheck;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn gradcheck}: whether back-propagation computes the derivative of the loss. */
@Command(
    name = "gradcheck",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Compare analytic gradients with numeric ones.",
    description = {
      "",
      "For a small network with random parameters, tokens and initial state: one row for each"
          + " parameter. Without --cell all kinds of cell are checked. Elements that cannot be told"
          + " from the rounding of the loss are undecided, those at a kink of ReLU are counted apart;"
          + " where they are the majority nothing was shown. Exit code 1 if any gradient is OFF or"
          + " UNDECIDED.",
      "",
      "With --planted the check itself is checked: mistakes, one for each line of the derivations"
          + " of backward passes, are planted one at a time into networks of a fixed shape. Exit"
          + " code 1 unless all are found, and nothing is called wrong without one.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn gradcheck",
      "  rnn gradcheck --planted --cell gru --seed 7",
      "  rnn gradcheck --cell lstm --layers 3 --hidden 9 --dropout 0.5 --kernels scalar"
    })
final class GradcheckCommand implements Callable<Integer> {
  private static final Preset.Shape SMALL = new Preset.Shape(List.of(7, 5), 6, 0.2f);
  private static final int VOCABULARY = 13;
  private static final int NAME_WIDTH = 16;
  private static final int MAX_SIZE = 1000;
  private static final int CARRIED_SAMPLE = 20;

  /** Options that go with {@code --planted}, whose networks are given but for their cells. */
  private static final Set<String> WITH_PLANTED =
      Set.of(
          "--planted",
          "--cell",
          "--activation",
          "--projection",
          "--peepholes",
          "--reset",
          "--layer-norm",
          "--seed",
          "--kernels",
          "--threads",
          "--stacktrace");

  @Spec private CommandSpec spec;

  @Mixin private NetworkOptions network;
  @Mixin private RegularizationOptions regularization;
  @Mixin private ShapeOptions shape;
  @Mixin private SoftmaxOptions softmax;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "3",
      description = "Streams (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = MAX_SIZE)
  private int batch;

  @Option(
      names = "--bptt",
      paramLabel = "T",
      defaultValue = "6",
      description = "Steps (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = MAX_SIZE)
  private int steps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--planted",
      description = "Plant mistakes into backward passes, and see whether each is found.")
  private boolean planted;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    requireNoShapeIfPlanted();
    List<LanguageModelConfig> configs = configs();
    Kernels kernels = common.selection().kernels();
    PrintWriter out = spec.commandLine().getOut();
    out.println("kernels: " + kernels.description());
    if (planted) {
      List<CellConfig> cells = configs.stream().map(LanguageModelConfig::cell).toList();
      new PlantedCheck(kernels, seed, out).run(cells);
      return ExitCode.OK;
    }
    List<Result> failed = new ArrayList<>();
    for (LanguageModelConfig config : configs) {
      failed.addAll(check(config, kernels, out));
    }
    if (!failed.isEmpty()) {
      throw new CliException(summary(failed));
    }
    return ExitCode.OK;
  }

  private void requireNoShapeIfPlanted() {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (planted && !WITH_PLANTED.contains(option.longestName())) {
        throw new ParameterException(
            spec.commandLine(),
            "--planted has networks of its own; " + option.longestName() + " does not go with it");
      }
    }
  }

  private static String summary(List<Result> failed) {
    long off = failed.stream().filter(Result::isWrong).count();
    long undecided = failed.size() - off;
    String advice = " could not be decided: try a smaller --bptt or --batch, or another --seed";
    return Stream.of(
            off > 0 ? off + " of the gradients above are off" : "",
            undecided > 0 ? undecided + " of the gradients above" + advice : "")
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private List<LanguageModelConfig> configs() {
    LanguageModelConfig given = shape.config(network, regularization, SMALL, VOCABULARY);
    softmax.check(given.tied(), 0, null);
    LanguageModelConfig first = softmax.applyTo(given, null);
    if (!first.regularization().penalty().isNone()) {
      throw new ParameterException(
          spec.commandLine(),
          "--activation-penalty and --change-penalty are no part of the loss that is checked");
    }
    List<LanguageModelConfig> configs = new ArrayList<>(List.of(first));
    if (!network.isCellGiven()) {
      int projection = first.tied() ? first.embeddingSize() : 4;
      configs.add(another(new LstmCell(projection), first));
      configs.add(another(new LstmCell(0, true), first));
      for (GruCell.Reset reset : GruCell.Reset.values()) {
        configs.add(another(new GruCell(reset), first));
      }
      for (Activation activation : Activation.values()) {
        configs.add(another(new ElmanCell(activation), first));
      }
      configs.add(another(new LstmCell(0, false, true), first));
      configs.add(another(new GruCell(GruCell.Reset.AFTER, true), first));
      configs.add(another(new ElmanCell(Activation.TANH, true), first));
    }
    return configs;
  }

  private static LanguageModelConfig another(CellConfig cell, LanguageModelConfig like) {
    return new LanguageModelConfig(
            cell,
            like.vocabularySize(),
            like.embeddingSize(),
            like.hiddenSizes(),
            like.regularization(),
            like.tied())
        .withLearnedStart(like.learnedStart())
        .withCutoffs(like.cutoffs());
  }

  /** Prints a row for each parameter; returns those that did not pass. */
  private List<Result> check(LanguageModelConfig config, Kernels kernels, PrintWriter out) {
    out.println();
    out.println(Wording.of(config) + ", bptt " + steps + ", batch " + batch);
    out.println(
        Text.format(
            "  %-" + nameWidth(config) + "s %8s %7s %9s %5s %9s %10s",
            "parameter",
            "elements",
            "checked",
            "undecided",
            "kinks",
            "max error",
            "rel. error"));
    LanguageModelGradientCheck check =
        new LanguageModelGradientCheck(config, steps, batch, seed, kernels);
    List<Result> failed = new ArrayList<>();
    for (Result result : check.run(options())) {
      out.println(row(result, nameWidth(config)));
      if (!result.passed()) {
        out.println("    " + result.sentence());
        failed.add(result);
      }
    }
    List<Result> wrong = failed.stream().filter(Result::isWrong).toList();
    FailingSteps.sentences(check.fewestSteps(wrong, options()), steps).forEach(out::println);
    failed.addAll(checkCarriedState(config, kernels, out));
    if (!failed.isEmpty()) {
      out.println("to repeat: " + commandLine(config, kernels));
    }
    out.flush();
    return failed;
  }

  /** One row for all parameters, and what is off; few elements of each, as they are the same. */
  private List<Result> checkCarriedState(
      LanguageModelConfig config, Kernels kernels, PrintWriter out) {
    List<Result> results =
        new CarriedStateGradientCheck(config, 2, steps, batch, seed, kernels)
            .run(options().withSample(CARRIED_SAMPLE));
    List<Result> off = results.stream().filter(Result::isWrong).toList();
    out.println(
        Text.format(
            "  two windows, the state carried over: %d of %d gradients agree, %d undecided%s",
            results.stream().filter(Result::passed).count(),
            results.size(),
            results.stream().filter(result -> !result.passed() && !result.isWrong()).count(),
            off.isEmpty() ? "" : ", " + off.size() + " OFF"));
    off.forEach(result -> out.println("    " + result.sentence()));
    return off;
  }

  private Options options() {
    return Options.DEFAULT.withSeed(seed);
  }

  /** What checks the same network with the same values and elements again. */
  private String commandLine(LanguageModelConfig config, Kernels kernels) {
    String widths = config.hiddenSizes().toString().replaceAll("[\\[\\] ]", "");
    return "rnn gradcheck"
        + TypedOptions.of(config.cell())
        + " --hidden "
        + widths
        + (config.layers() == 1 ? " --layers 1" : "")
        + " --embedding "
        + config.embeddingSize()
        + TypedOptions.of(config.regularization())
        + (config.tied() ? " --tied" : "")
        + (config.learnedStart() ? " --learned-start" : "")
        + (config.isAdaptive()
            ? " --softmax adaptive --cutoffs " + SoftmaxOptions.joined(config)
            : "")
        + Text.format(" --batch %d --bptt %d --seed %d", batch, steps, seed)
        + " --kernels "
        + kernels.name();
  }

  private static int nameWidth(LanguageModelConfig config) {
    return config.layout().entries().stream()
        .mapToInt(entry -> entry.name().length())
        .reduce(NAME_WIDTH, Math::max);
  }

  private static String row(Result result, int nameWidth) {
    String verdict = result.isWrong() ? "OFF" : result.passed() ? "ok" : "UNDECIDED";
    return Text.format(
        "  %-" + nameWidth + "s %8d %7d %9d %5d %9.1e %10.1e  %s",
        result.name(),
        result.size(),
        result.checked(),
        result.undecided(),
        result.kinks(),
        result.maxError(),
        result.relativeError(),
        verdict);
  }
}
