package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What can go wrong with the options of cells: the sections at the ends of docs/derivations/lstm.md
 * and gru.md.
 */
final class OptionMistakes {
  private static final String LSTM = "lstm.md";
  private static final String GRU = "gru.md";

  /** Of the backward passes of half steps (w, gates, state, gradient, gradient of the past). */
  private static final int GATES = 1;

  private static final int STATE = 2;
  private static final int PAST = 4;

  /** Of {@code lstmStateBackward(w, gates, cPrev, dc)} and {@code addScaled(w, x, scale, y)}. */
  private static final int DC = 3;

  /** Additions in a step: that of o, that of i, that of f. */
  private static final int PEEPHOLES = 3;

  private OptionMistakes() {}

  private static boolean projects(CellConfig cell) {
    return cell instanceof LstmCell lstm && lstm.projection() > 0;
  }

  private static boolean peeps(CellConfig cell) {
    return cell instanceof LstmCell lstm && lstm.peepholes();
  }

  private static boolean resetsBefore(CellConfig cell) {
    return cell.equals(new GruCell(GruCell.Reset.BEFORE));
  }

  private static PlantedMistake peephole(
      String name, String term, String operation, Consumer<KernelCall> instead) {
    return peephole(name, term, operation, call -> true, instead);
  }

  private static PlantedMistake peephole(
      String name,
      String term,
      String operation,
      Predicate<KernelCall> where,
      Consumer<KernelCall> instead) {
    return new PlantedMistake(
        "peepholes: " + name, LSTM, term, operation, c -> peeps(c.cell()), where, instead);
  }

  private static PlantedMistake reset(
      String name, String term, String operation, Consumer<KernelCall> instead) {
    return new PlantedMistake(
        "gru, reset before: " + name,
        GRU,
        term,
        operation,
        config -> resetsBefore(config.cell()),
        call -> true,
        instead);
  }

  /** The operation without its effect on one of its arguments. */
  private static void without(KernelCall call, int argument) {
    Matrix before = call.matrix(argument).copy();
    call.run();
    call.matrix(argument).set(before);
  }

  /** The operation, and then zeros in place of a gate's gradient. */
  private static void withoutGate(KernelCall call, int gate, int units) {
    call.run();
    Matrix gates = call.matrix(GATES);
    clear(gates.columnRange(gate * units, (gate + 1) * units));
  }

  private static void clear(Matrix m) {
    m.set(Matrix.zeros(m.rows(), m.cols()));
  }

  private static void withoutState(KernelCall call) {
    Matrix state = call.matrix(STATE);
    call.runWith(STATE, Matrix.zeros(state.rows(), state.cols()));
  }

  static List<PlantedMistake> all() {
    return List.of(
        new PlantedMistake(
            "projection: weight_hr has no gradient",
            LSTM,
            "dW_hr = dHᵀ · M",
            "multiplyTransposed",
            config -> projects(config.cell()),
            call -> call.parameter(3).contains("weight_hr"),
            call -> {}),
        peephole(
            "what comes through h(t) dropped",
            "dc(t) = ... + dh(t) ∘ o ∘ (1 − tanhC²)",
            "lstmOutputBackward",
            call -> without(call, PAST)),
        peephole(
            "the output gate's gradient dropped",
            "dz_o = dh(t) ∘ tanhC ∘ o ∘ (1 − o)",
            "lstmOutputBackward",
            call -> withoutGate(call, 3, call.matrix(PAST).cols())),
        peephole(
            "c not carried back by the forget gate",
            "dc⁺(t−1) = dc(t) ∘ f + ...",
            "lstmStateBackward",
            call -> {
              call.run();
              clear(call.matrix(DC));
            }),
        peephole(
            "the forget gate's gradient dropped",
            "dz_f = dc(t) ∘ c(t−1) ∘ f ∘ (1 − f)",
            "lstmStateBackward",
            OptionMistakes::withoutState),
        peephole(
            "o's way to c(t) dropped",
            "dc(t) = ... + p_o ∘ dz_o",
            "addScaled",
            call -> call.number() % PEEPHOLES == 0,
            call -> {}),
        peephole(
            "i's way to c(t-1) dropped",
            "dc⁺(t−1) = ... + p_i ∘ dz_i",
            "addScaled",
            call -> call.number() % PEEPHOLES == 1,
            call -> {}),
        peephole(
            "f's way to c(t-1) dropped",
            "dc⁺(t−1) = ... + p_f ∘ dz_f",
            "addScaled",
            call -> call.number() % PEEPHOLES == 2,
            call -> {}),
        peephole(
            "the last step of their gradients dropped",
            "dp_i = Σ dz_i(t) ∘ c(t−1)",
            "addColumnProducts",
            call -> call.isFirstStep(call.number() / PEEPHOLES),
            call -> {}),
        reset(
            "h not carried back by the update gate",
            "dh(t−1) += dh(t) ∘ z",
            "gruUpdateBackward",
            call -> without(call, PAST)),
        reset(
            "h(t-1) dropped from the update gate's gradient",
            "dz = dh(t) ∘ (h(t−1) − n)",
            "gruUpdateBackward",
            OptionMistakes::withoutState),
        reset(
            "the second way into the past dropped",
            "dh(t−1) += ds ∘ r",
            "gruResetBackward",
            call -> without(call, PAST)),
        reset(
            "the reset gate's gradient dropped",
            "dr = ds ∘ h(t−1)",
            "gruResetBackward",
            OptionMistakes::withoutState));
  }
}
