package dev.rnn4j.cli.report;

import dev.rnn4j.train.gradients.LayerFlow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One network whose gradients were measured.
 *
 * @param name such as "lstm, forget bias 1"
 * @param color of its lines
 * @param fresh its layers before training; empty if that was not measured
 * @param trained the same after training
 * @param training what happened in between; null without
 */
public record GradientCase(
    String name,
    int color,
    List<LayerFlow> fresh,
    List<LayerFlow> trained,
    @Nullable GradientTraining training) {
  /** Copies the lists. */
  public GradientCase {
    fresh = List.copyOf(fresh);
    trained = List.copyOf(trained);
  }

  /** What was measured, by a word for when. */
  Map<String, List<LayerFlow>> states() {
    Map<String, List<LayerFlow>> states = new LinkedHashMap<>();
    states.put("fresh", fresh);
    states.put("trained", trained);
    states.values().removeIf(List::isEmpty);
    return states;
  }
}
