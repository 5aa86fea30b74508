package dev.rnn4j.bench;

import dev.rnn4j.bench.TrainingStepBenchmark.Network;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All that is measured, in the order of the table. */
final class BenchCases {
  /** M x N x K, as language models have them: one step, one window, one decoder, and squares. */
  private static final List<String> PLAIN =
      List.of(
          "1x800x200",
          "1x2600x650",
          "20x800x200",
          "20x2600x650",
          "20x10000x200",
          "32x4096x1024",
          "64x4096x1024",
          "700x800x200",
          "700x10000x200",
          "1024x1024x1024",
          "700x200x10000");

  private static final List<String> PLAIN_QUICK =
      List.of("1x800x200", "20x800x200", "20x2600x650", "700x10000x200");

  private static final List<String> TRANSPOSED =
      List.of(
          "20x800x200",
          "700x800x200",
          "700x10000x200",
          "700x200x800",
          "700x200x10000",
          "20x200x800");

  private static final List<String> WEIGHT_GRADIENT =
      List.of("200x800x700", "200x10000x700", "650x2600x700");

  private static final List<String> STEPS = List.of("20x200", "20x650");
  private static final List<String> LOGITS = List.of("400x10000", "2500x65");
  private static final String PARAMETERS = "4600000";

  private BenchCases() {}

  /** The whole list. */
  static List<BenchCase> all() {
    List<BenchCase> cases = new ArrayList<>();
    cases.add(peak());
    PLAIN.forEach(shape -> cases.add(quickIf(PLAIN_QUICK.contains(shape), product(shape))));
    TRANSPOSED.forEach(
        shape -> cases.add(quickIf(shape.equals("20x800x200"), transposedProduct(shape))));
    WEIGHT_GRADIENT.forEach(
        shape -> cases.add(quickIf(shape.equals("200x800x700"), weightGradient(shape))));
    for (String shape : STEPS) {
      boolean quick = shape.equals("20x200");
      for (Activation f : Activation.values()) {
        cases.add(quickIf(quick && f == Activation.SIGMOID, activation(f, shape)));
        cases.add(quickIf(false, activationBackward(f, shape)));
      }
      cases.add(
          quickIf(quick, shaped(LstmGatesBenchmark.class, "lstm gates", "lstmForward", shape)));
      cases.add(
          quickIf(
              quick,
              shaped(LstmGatesBenchmark.class, "lstm gates backward", "lstmBackward", shape)));
      cases.add(quickIf(quick, shaped(GruGatesBenchmark.class, "gru gates", "gruForward", shape)));
      cases.add(
          quickIf(
              quick, shaped(GruGatesBenchmark.class, "gru gates backward", "gruBackward", shape)));
    }
    for (String shape : LOGITS) {
      cases.add(quickIf(false, softmax("softmax", "softmax", shape)));
      cases.add(quickIf(shape.equals("2500x65"), crossEntropy(shape)));
    }
    cases.add(optimizer("sgd", PARAMETERS));
    cases.add(quickIf(false, optimizer("sgdMomentum", PARAMETERS)));
    cases.add(quickIf(false, optimizer("adam", PARAMETERS)));
    cases.add(norm(PARAMETERS));
    for (WeightFormat weights : WeightFormat.values()) {
      cases.add(quickIf(false, stream(1024, weights)));
    }
    cases.add(training(Network.ZAREMBA_SMALL));
    cases.add(training(Network.CHAR_128));
    return cases;
  }

  /** One small case of every benchmark class. */
  static List<BenchCase> smoke() {
    return List.of(
        peak(),
        product("8x64x32"),
        weightGradient("32x64x16"),
        activation(Activation.TANH, "4x32"),
        shaped(LstmGatesBenchmark.class, "lstm gates", "lstmForward", "4x32"),
        shaped(GruGatesBenchmark.class, "gru gates", "gruForward", "4x32"),
        crossEntropy("8x65"),
        optimizer("sgd", "20000"),
        norm("20000"),
        stream(32, WeightFormat.BFLOAT16),
        training(Network.TINY));
  }

  /** The yardstick of all products. */
  static BenchCase peak() {
    return benchCase("fma peak", FmaPeakBenchmark.class, "fma", Map.of(), Work.flops(0));
  }

  private static BenchCase product(String shape) {
    return benchCase(
        "NN " + shape,
        ProductBenchmark.class,
        "multiply",
        Map.of("shape", shape, "transposed", "false"),
        productWork(shape));
  }

  private static BenchCase transposedProduct(String shape) {
    return benchCase(
        "NT " + shape,
        ProductBenchmark.class,
        "multiply",
        Map.of("shape", shape, "transposed", "true"),
        productWork(shape));
  }

  private static BenchCase weightGradient(String shape) {
    return benchCase(
        "TN " + shape,
        WeightGradientBenchmark.class,
        "multiplyTransposed",
        Map.of("shape", shape),
        productWork(shape));
  }

  private static BenchCase activation(Activation f, String shape) {
    return benchCase(
        f.name().toLowerCase(Locale.ROOT) + " " + shape,
        ActivationBenchmark.class,
        "activate",
        Map.of("shape", shape, "f", f.name()),
        elements(shape));
  }

  private static BenchCase activationBackward(Activation f, String shape) {
    return benchCase(
        f.name().toLowerCase(Locale.ROOT) + " backward " + shape,
        ActivationBenchmark.class,
        "activateBackward",
        Map.of("shape", shape, "f", f.name()),
        elements(shape));
  }

  private static BenchCase shaped(Class<?> type, String name, String method, String shape) {
    return benchCase(name + " " + shape, type, method, Map.of("shape", shape), elements(shape));
  }

  private static BenchCase crossEntropy(String shape) {
    return softmax("softmax cross-entropy", "softmaxCrossEntropy", shape);
  }

  private static BenchCase softmax(String name, String method, String shape) {
    return shaped(SoftmaxBenchmark.class, name, method, shape);
  }

  private static BenchCase optimizer(String method, String size) {
    return benchCase(
        method + " " + size,
        OptimizerBenchmark.class,
        method,
        Map.of("size", size),
        elements(size));
  }

  private static BenchCase norm(String size) {
    return benchCase(
        "norm " + size, GlobalNormBenchmark.class, "norm", Map.of("size", size), elements(size));
  }

  private static BenchCase stream(int units, WeightFormat weights) {
    return benchCase(
        "token 1x" + units + " " + weights.label(),
        StreamBenchmark.class,
        "step",
        Map.of("units", Integer.toString(units), "weights", weights.name()),
        Work.tokens(1, StreamBenchmark.flops(units)));
  }

  private static BenchCase training(Network network) {
    return benchCase(
        "training " + network.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        TrainingStepBenchmark.class,
        "step",
        Map.of("network", network.name()),
        Work.tokens(network.tokens(), network.flops()));
  }

  private static Work productWork(String shape) {
    return Work.flops(2 * Shape.of(shape, 3).volume());
  }

  private static Work elements(String shape) {
    return Work.elements(Shape.of(shape, shape.split("x", -1).length).volume());
  }

  private static BenchCase benchCase(
      String name, Class<?> benchmark, String method, Map<String, String> params, Work work) {
    return new BenchCase(name, benchmark, method, params, work, true);
  }

  private static BenchCase quickIf(boolean condition, BenchCase benchCase) {
    return condition ? benchCase : benchCase.onlyInFullRuns();
  }
}
