package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.campaign.Row;
import dev.rnn4j.bench.peers.PeerCase.Layer;
import dev.rnn4j.bench.peers.PeerCase.Layer.Cell;
import dev.rnn4j.bench.peers.PeerCase.Product;
import dev.rnn4j.bench.peers.PeerCase.Product.Kind;
import dev.rnn4j.bench.peers.PeerCase.Ragged;
import dev.rnn4j.bench.peers.PeerCase.Ragged.Form;
import dev.rnn4j.bench.peers.PeerCase.Stack;
import dev.rnn4j.bench.peers.PeerCase.Stream;
import dev.rnn4j.bench.peers.PeerCase.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All cases, in the order of the table. */
public final class PeerCases {
  /** On the mean loss per token; small, as there is nothing to learn from random tokens. */
  private static final float RATE = 0.1f;

  /** Every product once forward and twice backward. */
  private static final int TRAINING = 3;

  private static final double FLOAT = Float.BYTES;

  private static final Pattern PRODUCT = Pattern.compile("(?<kind>NN|NT|TN)-(?<shape>.*)");

  /** What startup is timed with. */
  private static final Stream STARTUP = new Stream(65, 2, 128);

  /** What warming up is timed with. */
  public static final Training WARM_UP =
      new Training("zaremba-small", 10_000, 2, 200, 20, 35, RATE);

  /** M, N, K as language models have them: one step, one window, one decoder, and squares. */
  private static final List<PeerCase> PRODUCTS =
      List.of(
          new Product(Kind.NN, 1, 800, 200),
          new Product(Kind.NN, 1, 2600, 650),
          new Product(Kind.NN, 20, 800, 200),
          new Product(Kind.NN, 20, 2600, 650),
          new Product(Kind.NN, 20, 10_000, 200),
          new Product(Kind.NN, 32, 4096, 1024),
          new Product(Kind.NN, 64, 4096, 1024),
          new Product(Kind.NN, 700, 800, 200),
          new Product(Kind.NN, 700, 10_000, 200),
          new Product(Kind.NN, 1024, 1024, 1024),
          new Product(Kind.NN, 700, 200, 10_000),
          new Product(Kind.NT, 20, 800, 200),
          new Product(Kind.NT, 700, 800, 200),
          new Product(Kind.NT, 700, 10_000, 200),
          new Product(Kind.NT, 700, 200, 800),
          new Product(Kind.NT, 700, 200, 10_000),
          new Product(Kind.NT, 20, 200, 800),
          new Product(Kind.TN, 200, 800, 700),
          new Product(Kind.TN, 200, 10_000, 700),
          new Product(Kind.TN, 650, 2600, 700));

  private static final List<PeerCase> LAYERS =
      List.of(
          new Layer(Cell.LSTM, 1, 1, 8, 8),
          new Layer(Cell.LSTM, 1, 1, 32, 32),
          new Layer(Cell.LSTM, 1, 1, 64, 64),
          new Layer(Cell.LSTM, 1, 1, 128, 128),
          new Layer(Cell.LSTM, 1, 1, 512, 512),
          new Layer(Cell.LSTM, 35, 1, 200, 200),
          new Layer(Cell.LSTM, 100, 1, 256, 256),
          new Layer(Cell.LSTM, 35, 20, 200, 200),
          new Layer(Cell.LSTM, 35, 20, 650, 650),
          new Layer(Cell.LSTM, 50, 32, 1024, 1024),
          new Layer(Cell.LSTM, 100, 64, 256, 256),
          new Layer(Cell.GRU, 35, 20, 200, 200),
          new Layer(Cell.RNN_TANH, 35, 20, 200, 200));

  private static final List<PeerCase> MODELS =
      List.of(
          WARM_UP,
          new Training("zaremba-medium", 10_000, 2, 650, 20, 35, RATE),
          new Training("char-128", 65, 2, 128, 50, 50, RATE),
          new Training("char-512", 65, 1, 512, 64, 100, RATE),
          new Stream(65, 1, 128),
          STARTUP,
          new Stream(65, 1, 512),
          new Stream(10_000, 2, 650));

  private static final List<PeerCase> RAGGED = ragged(64, 100, List.of(200, 256, 650));

  private static final Training TINY = new Training("tiny", 65, 2, 16, 4, 5, RATE);
  private static final Stream SMALL = new Stream(65, 1, 16);

  private static final List<PeerCase> SMOKE =
      List.of(
          new PeerCase.Peak(),
          PeerCase.Reads.CACHED,
          PeerCase.Reads.UNCACHED,
          new Product(Kind.NN, 8, 64, 32),
          new Product(Kind.NT, 8, 64, 32),
          new Product(Kind.TN, 32, 64, 16),
          new Layer(Cell.LSTM, 3, 2, 16, 16),
          new Ragged(Form.PACKED, false, 4, 5, 16),
          new Ragged(Form.PADDED, true, 4, 5, 16),
          TINY,
          SMALL,
          new PeerCase.Startup(SMALL),
          new PeerCase.WarmUp(TINY));

  private static final int MOST_LAYERS = 3;

  private PeerCases() {}

  /** What the hardware does at most. */
  public static List<PeerCase> yardsticks() {
    return List.of(new PeerCase.Peak(), PeerCase.Reads.CACHED, PeerCase.Reads.UNCACHED);
  }

  /** The cases of the comparison. */
  public static List<PeerCase> all() {
    List<PeerCase> all = new ArrayList<>(yardsticks());
    List.of(PRODUCTS, LAYERS, RAGGED, MODELS).forEach(all::addAll);
    all.add(new PeerCase.Startup(STARTUP));
    all.add(new PeerCase.WarmUp(WARM_UP));
    return all;
  }

  public static List<PeerCase> products() {
    return PRODUCTS;
  }

  /**
   * Sequences of lengths spread over 1 to the longest, packed and padded, and full ones with as
   * many rows in all: half as many, one step longer.
   */
  public static List<PeerCase> ragged(int b, int longest, List<Integer> units) {
    List<PeerCase> cases = new ArrayList<>();
    for (int h : units) {
      for (boolean gradient : new boolean[] {false, true}) {
        cases.add(new Ragged(Form.PACKED, gradient, b, longest, h));
        cases.add(new Ragged(Form.PADDED, gradient, b, longest, h));
        cases.add(new Ragged(Form.FULL, gradient, b / 2, longest + 1, h));
      }
    }
    return cases;
  }

  /** Every kind of stack: one to three layers, one direction or two, full and ragged. */
  public static List<Stack> stacks(long seed) {
    List<Stack> cases = new ArrayList<>();
    for (Stack.Network network : Stack.Network.values()) {
      for (int layers = 1; layers <= MOST_LAYERS; layers++) {
        for (boolean both : new boolean[] {false, true}) {
          cases.add(new Stack(network, layers, both, false, seed));
          cases.add(new Stack(network, layers, both, true, seed));
        }
      }
    }
    return cases;
  }

  /** One small case of every kind. */
  public static List<PeerCase> smoke() {
    return SMOKE;
  }

  /**
   * The case of that name, of either list, or a product of any shape.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PeerCase of(String name) {
    return java.util.stream.Stream.concat(all().stream(), SMOKE.stream())
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseGet(() -> product(name));
  }

  private static PeerCase product(String name) {
    Matcher words = PRODUCT.matcher(name);
    if (!words.matches()) {
      throw new IllegalArgumentException("there is no case " + name);
    }
    ProductShape shape = ProductShape.of(words.group("shape"));
    return shape.product(Kind.valueOf(words.group("kind")));
  }

  /** {@return what one run of a case gets done} */
  static Row.Work work(PeerCase peerCase) {
    return switch (peerCase) {
      case PeerCase.Peak ignored -> Row.Work.flops(FmaPeak.FLOPS);
      case Product c -> Row.Work.flops(2.0 * c.m() * c.n() * c.k()).moving(bytes(c));
      case PeerCase.Reads c -> Row.Work.reads(FLOAT * c.floats() * c.passes());
      case Layer c -> Row.Work.flops(flops(c)).moving(bytes(c, c.t(), c.t() * c.b()));
      case Ragged c when c.gradient() -> Row.Work.tokens(c.rows(), TRAINING * flops(c.layer()));
      case Ragged c ->
          Row.Work.tokens(c.rows(), flops(c.layer()))
              .moving(bytes(c.layer(), c.longest(), c.rows()));
      case Training c -> {
        double tokens = (double) c.t() * c.b();
        yield Row.Work.tokens(tokens, TRAINING * tokens * tokenFlops(c.v(), c.layers(), c.h()));
      }
      case PeerCase.Startup ignored -> Row.Work.UNCOUNTED;
      case PeerCase.WarmUp ignored -> Row.Work.UNCOUNTED;
      case PeerCase.Stack ignored -> Row.Work.UNCOUNTED;
      case Stream c -> {
        double flops = tokenFlops(c.v(), c.layers(), c.h());
        yield Row.Work.tokens(1, flops).moving(FLOAT * flops / 2); // each weight is used once
      }
    };
  }

  private static double bytes(Product c) {
    double m = c.m();
    return FLOAT * (m * c.k() + (double) c.k() * c.n() + m * c.n());
  }

  /** Weights of inputs once, recurrent ones at every step; inputs and outputs. */
  private static double bytes(Layer c, int steps, int rows) {
    double gates = (double) c.cell().gates() * c.h();
    double weights = gates * (c.i() + (double) steps * c.h());
    return FLOAT * (weights + (double) rows * (c.i() + c.h()));
  }

  private static double flops(Layer c) {
    return 2.0 * c.t() * c.b() * c.cell().gates() * c.h() * (c.i() + c.h());
  }

  private static double tokenFlops(int v, int layers, int h) {
    double recurrent = (double) layers * Cell.LSTM.gates() * h * (h + h);
    return 2 * (recurrent + (double) v * h);
  }
}
