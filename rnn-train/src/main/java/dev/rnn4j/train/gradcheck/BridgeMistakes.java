package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * What can go wrong in docs/derivations/attention.md between the final states of an encoder and the
 * initial ones of a decoder. For {@link PlantedDecoder}, whose bridge has four vectors: h and c of
 * the first layer, then those of the second.
 */
final class BridgeMistakes {
  private static final int READ = PlantedDecoder.READ;
  private static final int OF_FIRST_LAYER = 2;

  private BridgeMistakes() {}

  static List<PlantedMistake> all() {
    return Stream.of(ofSlope(), ofFinalStates(), ofParameters()).flatMap(List::stream).toList();
  }

  private static boolean isAny(int vector) {
    return vector >= 0;
  }

  private static boolean isHidden(int vector) {
    return vector % 2 == 0;
  }

  private static boolean isCell(int vector) {
    return !isHidden(vector);
  }

  private static List<PlantedMistake> ofSlope() {
    IntPredicate last = vector -> vector >= OF_FIRST_LAYER;
    return List.of(
        slope("the slope of the bridge's tanh dropped", BridgeMistakes::isAny, (f, h, dh) -> dh),
        slope(
            "the slope of the bridge's tanh dropped for h alone",
            BridgeMistakes::isHidden,
            (f, h, dh) -> dh),
        slope("h(0) has no gradient", BridgeMistakes::isHidden, (f, h, dh) -> 0),
        slope("c(0) has no gradient", BridgeMistakes::isCell, (f, h, dh) -> 0),
        slope("h(0) and c(0) of the last layer have no gradient", last, (f, h, dh) -> 0));
  }

  private static PlantedMistake slope(String name, IntPredicate of, SimpleMistakes.Unit unit) {
    int steps = PlantedDecoder.BATCH.steps();
    return DecoderMistakes.slope(
        name,
        "dz = dh(0) ∘ (1 − h(0)²)",
        call -> call.number() >= steps && of.test(call.number() - steps),
        unit);
  }

  private static List<PlantedMistake> ofFinalStates() {
    IntPredicate first = vector -> vector < OF_FIRST_LAYER;
    return List.of(
        product(
            "the encoder's final states have no gradient",
            BridgeMistakes::isAny,
            LiveValues::clear),
        product(
            "the encoder's final h has no gradient", BridgeMistakes::isHidden, LiveValues::clear),
        product("the encoder's final c has no gradient", BridgeMistakes::isCell, LiveValues::clear),
        product(
            "the final state of reading backward has no gradient",
            BridgeMistakes::isAny,
            dx -> LiveValues.clear(dx.columnRange(READ, 2 * READ))),
        product("both directions swapped", BridgeMistakes::isAny, dx -> dx.set(swapped(dx))),
        product(
            "the final states get the gradient of another sequence",
            BridgeMistakes::isAny,
            dx -> dx.set(ProductMistakes.rolled(dx, 1))),
        product(
            "of two layers that read one state the last one's gradient alone",
            first,
            LiveValues::clear));
  }

  private static Matrix swapped(Matrix directions) {
    Matrix swapped = directions.copy();
    swapped.columnRange(0, READ).set(directions.columnRange(READ, 2 * READ));
    swapped.columnRange(READ, 2 * READ).set(directions.columnRange(0, READ));
    return swapped;
  }

  private static PlantedMistake product(String name, IntPredicate of, Consumer<Matrix> change) {
    Consumer<KernelCall> changed = DecoderMistakes.changed(change);
    return DecoderMistakes.product(
        name,
        "[dh→(S); dh←(1)] += Wᵀ dz",
        BridgeMistakes::isOfBridge,
        call -> {
          if (of.test(call.strike())) {
            changed.accept(call);
          } else {
            call.run();
          }
        });
  }

  /** Keys have a weight as wide as the memory, too, but add their product. */
  private static boolean isOfBridge(KernelCall call) {
    return call.packed(ProductMistakes.B).n() == PlantedDecoder.MEMORY
        && !DecoderMistakes.isAdded(call);
  }

  private static List<PlantedMistake> ofParameters() {
    String weight = "dW = Σ_b dz [h→(S); h←(1)]ᵀ";
    String bias = "db = Σ_b dz";
    return List.of(
        DecoderMistakes.noWeight("bridge.hidden_l0.weight", weight),
        DecoderMistakes.noWeight("bridge.cell_l1.weight", weight),
        DecoderMistakes.weight(
            "the bridge's weights: the final states of another sequence",
            weight,
            "bridge.",
            x -> ProductMistakes.rolled(x, 1)),
        DecoderMistakes.weight(
            "the bridge's weights: both directions swapped",
            weight,
            "bridge.",
            BridgeMistakes::swapped),
        DecoderMistakes.noBias("bridge.hidden_l1.bias", bias),
        DecoderMistakes.noBias("bridge.cell_l0.bias", bias));
  }
}
