package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Row;
import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerCase.Product.Kind;
import dev.rnn4j.bench.peers.PeerCases;
import dev.rnn4j.bench.peers.ProductShape;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * All that is measured, in the order of the table. Products, streams and trainings are those that
 * are compared with other engines, done by the same code.
 */
final class BenchCases {
  /** Of the list that is compared with other engines; the others make a quick run too long. */
  private static final Set<String> QUICK =
      Set.of(
          "NN 1x800x200",
          "NN 20x800x200",
          "NN 20x2600x650",
          "NN 700x10000x200",
          "NT 20x800x200",
          "TN 200x800x700");

  private static final String STEP = "20x200";
  private static final String WIDE_STEP = "20x650";
  private static final String WORD_LOGITS = "400x10000";
  private static final String CHARACTER_LOGITS = "2500x65";
  private static final int PARAMETERS = 4_600_000;

  private BenchCases() {}

  /** The whole list. */
  static List<BenchCase> all() {
    List<BenchCase> cases = new ArrayList<>(yardsticks());
    for (PeerCase c : PeerCases.products()) {
      BenchCase product = shared(c);
      cases.add(QUICK.contains(product.name()) ? product : product.onlyInFullRuns());
    }
    steps(STEP).forEach(cases::add);
    steps(WIDE_STEP).forEach(c -> cases.add(c.onlyInFullRuns()));
    for (String shape : List.of(WORD_LOGITS, CHARACTER_LOGITS)) {
      cases.add(softmax(shape).onlyInFullRuns());
      BenchCase loss = crossEntropy(shape);
      cases.add(shape.equals(CHARACTER_LOGITS) ? loss : loss.onlyInFullRuns());
    }
    cases.addAll(SoftmaxHeads.all(700, 200, List.of(10_000, 33_278)));
    cases.addAll(SoftmaxHeads.all(100, 200, List.of(200_000))); // more rows do not fit the heap
    cases.add(update("sgd", PARAMETERS, KernelOperations::sgd));
    cases.add(update("sgdMomentum", PARAMETERS, KernelOperations::sgdMomentum).onlyInFullRuns());
    cases.add(update("adam", PARAMETERS, KernelOperations::adam).onlyInFullRuns());
    cases.add(update("norm", PARAMETERS, KernelOperations::norm));
    for (WeightFormat weights : WeightFormat.values()) {
      cases.add(stream(1024, weights).onlyInFullRuns());
    }
    for (PeerCase c : PeerCases.ragged(64, 100, List.of(200, 256, 650))) {
      if (!c.name().contains("padded")) {
        cases.add(shared(c).onlyInFullRuns());
      }
    }
    cases.addAll(LayerVariants.all(35, 20, 200));
    cases.addAll(LayerVariants.all(35, 20, 650));
    cases.add(shared(PeerCases.WARM_UP));
    cases.add(shared(PeerCases.of("training-char-128")));
    return cases;
  }

  /** One small case of every kind. */
  static List<BenchCase> smoke() {
    List<BenchCase> cases = new ArrayList<>(yardsticks());
    Collections.addAll(
        cases,
        shared(new Product(Kind.NN, 8, 64, 32)),
        shared(new Product(Kind.TN, 32, 64, 16)),
        activation(Activation.TANH, "4x32"),
        lstm("4x32"),
        gru("4x32"),
        crossEntropy("8x65"),
        update("sgd", 20_000, KernelOperations::sgd),
        update("norm", 20_000, KernelOperations::norm),
        stream(32, WeightFormat.BFLOAT16),
        LayerVariants.all(4, 3, 16).getLast(),
        SoftmaxHeads.all(8, 16, List.of(100)).getLast(),
        shared(PeerCases.of("ragged-packed-forward-4x5,16")),
        shared(PeerCases.of("training-tiny")));
    return cases;
  }

  /**
   * The case of that name, of either list, or a product of any shape.
   *
   * @throws IllegalArgumentException if there is none
   */
  static BenchCase of(String name) {
    List<BenchCase> candidates = new ArrayList<>(all());
    candidates.addAll(smoke());
    return candidates.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseGet(() -> shared(PeerCases.of(name.replaceFirst(" ", "-"))));
  }

  /** What the hardware does at most. */
  private static List<BenchCase> yardsticks() {
    return PeerCases.yardsticks().stream().map(BenchCases::shared).toList();
  }

  /** The products of a shape, also if they are not in the list. */
  static List<BenchCase> products(ProductShape shape) {
    return shape.products().stream().map(BenchCases::shared).toList();
  }

  /** What is compared with other engines, too. */
  private static BenchCase shared(PeerCase c) {
    return new BenchCase(
        c.name().replaceFirst("-", " "),
        c.work(),
        false,
        true,
        engine -> Operation.of(engine.rival().prepare(c)));
  }

  /** The element-wise operations of one time step. */
  private static List<BenchCase> steps(String shape) {
    List<BenchCase> cases = new ArrayList<>();
    for (Activation f : Activation.values()) {
      BenchCase forward = activation(f, shape);
      cases.add(f == Activation.SIGMOID ? forward : forward.onlyInFullRuns());
      cases.add(
          elements(
                  name(f) + " backward", shape, e -> KernelOperations.activateBackward(e, f, shape))
              .onlyInFullRuns());
    }
    cases.add(lstm(shape));
    cases.add(inPlace("lstm gates backward", shape, e -> KernelOperations.lstmBackward(e, shape)));
    cases.add(gru(shape));
    cases.add(inPlace("gru gates backward", shape, e -> KernelOperations.gruBackward(e, shape)));
    return cases;
  }

  private static String name(Activation f) {
    return f.name().toLowerCase(Locale.ROOT);
  }

  private static BenchCase activation(Activation f, String shape) {
    return elements(name(f), shape, e -> KernelOperations.activate(e, f, shape));
  }

  private static BenchCase lstm(String shape) {
    return inPlace("lstm gates", shape, e -> KernelOperations.lstmForward(e, shape));
  }

  private static BenchCase gru(String shape) {
    return inPlace("gru gates", shape, e -> KernelOperations.gruForward(e, shape));
  }

  private static BenchCase softmax(String shape) {
    return elements("softmax", shape, e -> KernelOperations.softmax(e, shape));
  }

  private static BenchCase crossEntropy(String shape) {
    return inPlace(
        "softmax cross-entropy", shape, e -> KernelOperations.softmaxCrossEntropy(e, shape));
  }

  private static BenchCase stream(int units, WeightFormat weights) {
    PeerCase.Stream c = new PeerCase.Stream(65, 1, units);
    return new BenchCase(
        "token 1x" + units + " " + weights.label(),
        weights == WeightFormat.FLOAT32 ? c.work() : c.work().moving(c.work().bytes() / 2),
        false,
        true,
        engine -> Operation.of(engine.rival().prepare(c, weights)));
  }

  /** A pass over so many parameters. */
  private interface Update {
    Operation make(Engine engine, int size);
  }

  private static BenchCase update(String name, int size, Update update) {
    return elements(name, String.valueOf(size), engine -> update.make(engine, size));
  }

  private static BenchCase elements(String name, String shape, BenchCase.Maker maker) {
    Row.Work work = Row.Work.elements(KernelOperations.elements(shape));
    return new BenchCase(name + " " + shape, work, false, true, maker);
  }

  private static BenchCase inPlace(String name, String shape, BenchCase.Maker maker) {
    Row.Work work = Row.Work.elements(KernelOperations.elements(shape));
    return new BenchCase(name + " " + shape, work, true, true, maker);
  }
}
