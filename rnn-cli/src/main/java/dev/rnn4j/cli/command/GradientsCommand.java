package dev.rnn4j.cli.command;

import dev.rnn4j.cli.command.GradientStudy.Variant;
import dev.rnn4j.cli.command.GradientSubject.Common;
import dev.rnn4j.cli.command.GradientSubject.OfProblem;
import dev.rnn4j.cli.command.GradientSubject.OfText;
import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.InitializationOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.option.NetworkOptions;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.option.ShortTrainingOptions;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.report.GradientCase;
import dev.rnn4j.cli.report.GradientPage;
import dev.rnn4j.cli.report.GradientReport;
import dev.rnn4j.cli.report.TrainingReport;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.data.AddingProblem;
import dev.rnn4j.train.data.CopyProblem;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.MemoryProblem;
import dev.rnn4j.train.data.VocabularyBuilder;
import dev.rnn4j.train.gradients.GradientFlow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn gradients}: how far back in time gradients reach. */
@Command(
    name = "gradients",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Show how gradients vanish, explode, or do neither.",
    description = {
      "",
      "The norm of the gradient of one step's loss by the state so many steps before, for each"
          + " layer, and by what factor it changes from step to step, beside what predicts it: of a"
          + " simple RNN spectral radius and norm of diag(f') W, of an lstm the product of its"
          + " forget gates. Without --cell a simple RNN, an lstm with and without forget bias, and"
          + " a gru side by side; with --steps before and after so much training, with the norms"
          + " before clipping. On a text, or on a problem that needs a long memory.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn gradients",
      "  rnn gradients --model model.safetensors --data text.txt --report page",
      "  rnn gradients --problem adding --length 100 --steps 3000 --report page"
    })
final class GradientsCommand implements Callable<Integer> {
  private static final int USUAL_DISTANCE = 100;
  private static final int USUAL_LENGTH = 100;
  private static final int USUAL_HIDDEN = 64;
  private static final int USUAL_EMBEDDING = 32;
  private static final int MOST = 1 << 14;

  /** Steps after which the error of a problem is measured. */
  private static final int ERROR_INTERVAL = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "Look at this trained language model instead of new networks.")
  private @Nullable Path model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "Text, UTF-8, plain or gzip; - for standard input (default: "
              + TextSource.BUILTIN
              + "). New networks read it character by character.")
  private @Nullable String data;

  @Option(
      names = "--problem",
      paramLabel = "adding|copy",
      description =
          "Instead of a text: adding two marked numbers among many, or copying ten symbols after"
              + " many blanks. Training ends when it is solved.")
  private @Nullable String problem;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "Length of the problem (default: " + USUAL_LENGTH + ").")
  @Range(least = 2, most = MemoryProblem.MAX_LENGTH)
  private @Nullable Integer length;

  @Option(
      names = "--distance",
      paramLabel = "K",
      description =
          "Go back so many steps (default: " + USUAL_DISTANCE + ", of a problem all there are).")
  @Range(least = 3, most = MemoryProblem.MAX_LENGTH)
  private @Nullable Integer distance;

  @Option(
      names = "--sequences",
      paramLabel = "B",
      defaultValue = "32",
      description = "Sequences to take the median over (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = MOST)
  private int sequences;

  @Mixin private NetworkOptions network;
  @Mixin private InitializationOptions initialization;
  @Mixin private ShortTrainingOptions training;

  @Option(
      names = "--bptt",
      paramLabel = "T",
      defaultValue = "50",
      description = "Steps of a window when training on a text (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = MOST)
  private int window;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write a page with pictures to DIR/index.html.")
  private @Nullable Path page;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "Write every picture to a file of its own, SVG, in a folder that exists.")
  private @Nullable Path pictures;

  @Mixin private CommonOptions common;

  private final StandardInput standardInput;

  GradientsCommand(StandardInput standardInput) {
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws IOException {
    check();
    Path file = page == null ? null : TrainingReport.in(page);
    Kernels kernels = common.selection().kernels();
    GradientReport report;
    try (Workers workers = common.workers()) {
      report = model == null ? study(kernels, workers) : ofModel(model, kernels, workers);
    }
    GradientPage drawn = new GradientPage(report);
    if (file != null) {
      List<String> arguments = spec.commandLine().getParent().getParseResult().originalArgs();
      String typed = arguments.stream().map(Text::argument).collect(Collectors.joining(" "));
      drawn.page(Text.command(typed)).write(file);
    }
    if (pictures != null) {
      drawn.writePictures(pictures);
    }
    if (json) {
      spec.commandLine().getOut().println(report.json());
    } else {
      report.print(spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }

  /** Fails now rather than after a training. */
  private void check() {
    common.check();
    if (problem != null && data != null) {
      throw usage("--data and --problem exclude each other; give one of them");
    }
    if (problem == null && length != null) {
      throw usage("--length is that of a --problem");
    }
    boolean isSized = !network.widths(List.of(0)).equals(List.of(0));
    boolean isNew = problem != null || training.steps() > 0 || network.isCellGiven() || isSized;
    if (model != null && isNew) {
      throw usage(
          "--model has its cells, and is trained; --problem, --cell, --hidden, --layers and --steps"
              + " are for new networks");
    }
    if (network.dropout(0) > 0) {
      throw usage("gradients are measured without dropout; leave --dropout out");
    }
    if (pictures != null && !Files.isDirectory(pictures)) {
      throw new CliException("--pictures: there is no folder " + pictures);
    }
    training.options(1);
  }

  private GradientReport study(Kernels kernels, Workers workers) throws IOException {
    List<Integer> hidden = network.widths(List.of(USUAL_HIDDEN));
    List<Variant> variants = variants(InitializationOptions.byWidth(hidden));
    Map<String, String> about = new LinkedHashMap<>();
    MemoryProblem chosen = problem == null ? null : problem(problem);
    GradientSubject subject = subject(chosen, kernels, about);
    about.put("hidden", hidden.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    about.put("sequences", String.valueOf(sequences));
    double solved = chosen == null ? Double.NaN : chosen.solved();
    List<GradientCase> cases =
        new GradientStudy(subject, training, solved, workers, spec.commandLine().getErr())
            .run(variants, hidden);
    return chosen == null
        ? new GradientReport(about, "", solved, Double.NaN, cases)
        : new GradientReport(about, chosen.errorName(), solved, chosen.baseline(), cases);
  }

  private GradientSubject subject(
      @Nullable MemoryProblem chosen, Kernels kernels, Map<String, String> about)
      throws IOException {
    if (chosen == null) {
      String text = text();
      Corpus corpus = Corpus.of(text, new VocabularyBuilder(Level.CHARACTER).add(text).build());
      about.put("text", Text.format("%s, %,d characters", textName(), corpus.size()));
      Common shared = common(kernels, textDistance(corpus.size()));
      return new OfText(shared, corpus, network.embedding(USUAL_EMBEDDING), window);
    }
    about.put("problem", chosen.name() + " of length " + chosen.length());
    int interval = Math.clamp(training.steps(), 1, ERROR_INTERVAL);
    int far = distance == null ? chosen.steps() : distance;
    if (far > chosen.steps()) {
      throw usage("--distance must be at most " + chosen.steps() + ", the steps of the problem");
    }
    return new OfProblem(common(kernels, far), chosen, interval);
  }

  private Common common(Kernels kernels, int far) {
    return new Common(kernels, far, sequences, training.batch(), training.seed());
  }

  private MemoryProblem problem(String name) {
    int steps = length == null ? USUAL_LENGTH : length;
    return switch (name) {
      case "adding" -> new AddingProblem(steps);
      case "copy" -> new CopyProblem(steps);
      default -> throw usage("--problem must be adding or copy, not " + name);
    };
  }

  /** The networks: the one asked for, or all kinds. */
  private List<Variant> variants(float range) {
    CellConfig cell = network.cell();
    Initialization how = initialization.initialization(cell, range, 1);
    if (network.isCellGiven()) {
      return List.of(new Variant(name(cell, how), cell, how));
    }
    CellConfig simple = new ElmanCell(Activation.TANH);
    Initialization without = new Initialization(how.range(), 0);
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant(name(simple, how), simple, how));
    variants.add(new Variant(name(cell, without), cell, without));
    if (how.forgetBias() != 0) {
      variants.add(new Variant(name(cell, how), cell, how));
    }
    variants.add(new Variant(name(new GruCell(), how), new GruCell(), how));
    return variants;
  }

  private static String name(CellConfig cell, Initialization how) {
    String kind = Wording.of(cell);
    return cell instanceof LstmCell
        ? kind + ", forget bias " + Text.setting(how.forgetBias())
        : kind;
  }

  private GradientReport ofModel(Path file, Kernels kernels, Workers workers) throws IOException {
    LanguageModelFile read = ModelOption.read(file);
    ModelOption.noteIgnored(read, file, spec);
    requireNoZoneout(read, file);
    Corpus corpus = Corpus.of(text(), read.vocabulary());
    int far = textDistance(corpus.size());
    Map<String, String> about = new LinkedHashMap<>();
    about.put("model", Text.shown(file) + ": " + Wording.of(read.config()));
    about.put("text", Text.format("%s, %,d tokens", textName(), corpus.size()));
    about.put("sequences", String.valueOf(sequences));
    GradientCase of =
        new GradientCase(
            Wording.of(read.config().cell()),
            0,
            List.of(),
            GradientFlow.measure(
                OfText.steps(common(kernels, far), read, corpus.ids()),
                far,
                OfText.lossSteps(far),
                workers),
            null);
    return new GradientReport(about, "", Double.NaN, Double.NaN, List.of(of));
  }

  /** Of an expectation of h, cells cannot tell the slopes that their steps had. */
  private static void requireNoZoneout(LanguageModelFile model, Path file) {
    RecurrentNoise noise = model.config().regularization().noise();
    if (noise.zoneoutHidden() > 0 || noise.zoneoutState() > 0) {
      throw new CliException(
          file
              + ": this model computes with the expectation of its zoneout, which is not"
              + " differentiated here; give a model that was trained without --zoneout");
    }
  }

  private String textName() {
    return data == null ? TextSource.BUILTIN : StandardInput.is(data) ? StandardInput.NAME : data;
  }

  private String text() throws CorpusException {
    return data == null || data.equals(TextSource.BUILTIN)
        ? TextSource.names(training.seed()).train()
        : standardInput.text(data).read();
  }

  private int textDistance(int tokens) {
    int far = distance == null ? USUAL_DISTANCE : distance;
    int needed = far + GradientSubject.LOSS_STRIDE * (GradientSubject.LOSSES - 1) + 1;
    if (tokens < needed) {
      throw new CliException(
          Text.format(
              "the text has %,d tokens, and going back %,d steps takes %,d; give a longer one, or a"
                  + " smaller --distance",
              tokens, far, needed));
    }
    return far;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
