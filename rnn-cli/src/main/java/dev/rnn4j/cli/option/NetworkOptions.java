package dev.rnn4j.cli.option;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Cells and widths of a network; what is not given is whatever the kind of model usually has. */
public final class NetworkOptions {
  private static final String DROPOUT = "--dropout";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--cell",
      paramLabel = "rnn|lstm|gru",
      description = "Cell (default: lstm; of gradcheck: all).")
  private @Nullable CellName cell;

  @Option(
      names = "--activation",
      paramLabel = "F",
      description =
          "Nonlinearity of rnn cells: sigmoid, tanh, relu, softsign or linear (default: tanh).")
  private @Nullable Activation activation;

  @Option(
      names = "--projection",
      paramLabel = "P",
      description = "Width to which lstm cells project what they hand on (default: they do not).")
  @Range(least = 1, most = Widths.MOST)
  private @Nullable Integer projection;

  @Option(
      names = "--peepholes",
      description = "The gates of lstm cells see the cell state as well.")
  private boolean peepholes;

  @Option(
      names = "--reset",
      paramLabel = "after|before",
      description =
          "Where gru cells reset: after the recurrent product (the default) or before it.")
  private GruCell.@Nullable Reset reset;

  @Option(
      names = "--layer-norm",
      description =
          "Normalise what reaches the gates at every step, of lstm cells the cell state as well.")
  private boolean layerNorm;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Layers, all as wide as --hidden says.")
  @Range(least = 1, most = 64)
  private @Nullable Integer layers;

  @Option(
      names = "--hidden",
      paramLabel = "H[,H...]",
      converter = Widths.Converter.class,
      description = "Width of every layer, or a list with one width for each.")
  private @Nullable Widths hidden;

  @Option(names = "--embedding", paramLabel = "E", description = "Width of the token vectors.")
  @Range(least = 1, most = Widths.MOST)
  private @Nullable Integer embedding;

  @Option(
      names = DROPOUT,
      paramLabel = "P",
      description = "Share of the non-recurrent connections dropped in training, below 1.")
  private @Nullable Float dropout;

  /** {@return the names of the options that say what shape a network has} */
  public static Set<String> ofShape() {
    return CommandSpec.forAnnotatedObject(new NetworkOptions()).options().stream()
        .map(OptionSpec::longestName)
        .filter(name -> !name.equals(DROPOUT))
        .collect(Collectors.toSet());
  }

  /** Whether one kind of cell is meant rather than all. */
  public boolean isCellGiven() {
    return cell != null
        || activation != null
        || projection != null
        || peepholes
        || reset != null
        || layerNorm;
  }

  /** The kind of cell, by default an LSTM. */
  public CellConfig cell() {
    CellName name = cell == null ? CellName.LSTM : cell;
    if (name != CellName.RNN && activation != null && activation != Activation.TANH) {
      throw usage("--activation is for --cell rnn; lstm and gru have their own");
    }
    requireKind(name, CellName.LSTM, "--projection", projection != null);
    requireKind(name, CellName.LSTM, "--peepholes", peepholes);
    requireKind(name, CellName.GRU, "--reset", reset != null);
    if (layerNorm && peepholes) {
      throw usage("--layer-norm and --peepholes do not go together; give one of them");
    }
    if (layerNorm && reset == GruCell.Reset.BEFORE) {
      throw usage("--layer-norm does not go with --reset before; leave one of them out");
    }
    return switch (name) {
      case RNN -> new ElmanCell(activation == null ? Activation.TANH : activation, layerNorm);
      case LSTM -> new LstmCell(projection == null ? 0 : projection, peepholes, layerNorm);
      case GRU -> new GruCell(reset == null ? GruCell.Reset.AFTER : reset, layerNorm);
    };
  }

  private void requireKind(CellName given, CellName needed, String option, boolean isGiven) {
    if (isGiven && given != needed) {
      throw usage(option + " is for --cell " + Choice.id(needed));
    }
  }

  /** The width of the token vectors. */
  public int embedding(int usual) {
    return embedding == null ? usual : embedding;
  }

  /** The share that is dropped in training. */
  public float dropout(float usual) {
    return dropout == null ? usual : dropout;
  }

  /** Whether that share is given. */
  public boolean isDropoutGiven() {
    return dropout != null;
  }

  /** The width of each layer, from the input up. */
  public List<Integer> widths(List<Integer> usual) {
    if (hidden == null && layers == null) {
      return usual;
    }
    List<Integer> given = hidden == null ? usual.subList(0, 1) : hidden.values();
    if (given.size() > 1) {
      if (layers != null && layers != given.size()) {
        throw usage("--layers is " + layers + ", but --hidden has " + given.size() + " widths");
      }
      return given;
    }
    int depth = layers == null ? usual.size() : layers;
    return Collections.nCopies(depth, given.getFirst());
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
