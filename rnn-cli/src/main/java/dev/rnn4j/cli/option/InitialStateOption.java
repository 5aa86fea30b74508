package dev.rnn4j.cli.option;

import dev.rnn4j.core.layer.LayerConfig;
import java.util.List;
import picocli.CommandLine.Option;

/** What the layers of a network begin with. */
public final class InitialStateOption {
  /** The option. */
  public static final String NAME = "--learned-start";

  @Option(
      names = NAME,
      description =
          "Layers learn their initial state, the same for all sequences (default: zeros).")
  private boolean learned;

  /** Whether it is learned. */
  public boolean isLearned() {
    return learned;
  }

  /** The layers of a network; widths that are not given are the usual ones. */
  public List<LayerConfig> layers(NetworkOptions network, List<Integer> usual) {
    return LayerConfig.of(network.cell(), network.widths(usual), learned);
  }
}
