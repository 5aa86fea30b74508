package dev.rnn4j.core.model;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.layer.RecurrentPass;
import java.util.ArrayList;
import java.util.List;

/**
 * One number of a recurrent layer that can be looked at: h or c of a unit, or one of its gates.
 *
 * @param layer from 0
 * @param index of the unit, from 0
 * @param value its name, one of {@link #values}
 */
public record Unit(int layer, int index, String value) {
  /** The name of h(t), which units of every kind have. */
  public static final String OUTPUT = "h";

  /** The name of c(t). */
  public static final String STATE = "c";

  /**
   * The values that units of a kind of cell have.
   *
   * @param cell the kind
   * @return their names: h, c if there is one, and those of the gates
   */
  public static List<String> values(CellConfig cell) {
    List<String> values = new ArrayList<>(List.of(OUTPUT));
    if (cell.stateSize(1) > 0) {
      values.add(STATE);
    }
    values.addAll(cell.gateNames());
    return values;
  }

  /** Fails unless a model has this unit, saying what it has. */
  void requireIn(LanguageModelConfig config) {
    if (layer < 0 || layer >= config.layers()) {
      throw new IllegalArgumentException(
          "the layers of the model are 0 to %d, not %d".formatted(config.layers() - 1, layer));
    }
    int hidden = config.hiddenSizes().get(layer);
    int width = value.equals(OUTPUT) ? config.cell().outputSize(hidden) : hidden;
    if (index < 0 || index >= width) {
      throw new IllegalArgumentException(
          "the units of layer %d are 0 to %d, not %d".formatted(layer, width - 1, index));
    }
    List<String> values = values(config.cell());
    if (!values.contains(value)) {
      throw new IllegalArgumentException(
          "a unit of this %s has the values %s, not %s"
              .formatted(config.cell().name(), String.join(", ", values), value));
    }
  }

  /** Its value after a forward pass of its layer over one step of one sequence. */
  float in(RecurrentPass pass, CellConfig cell) {
    return switch (value) {
      case OUTPUT -> pass.output(0).get(0, index);
      case STATE -> pass.state(0).get(0, index);
      default -> {
        int width = pass.gates(0).cols() / cell.gateNames().size();
        yield pass.gates(0).get(0, cell.gateNames().indexOf(value) * width + index);
      }
    };
  }
}
