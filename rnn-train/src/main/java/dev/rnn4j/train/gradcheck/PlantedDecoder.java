package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.model.EncoderDecoderConfig;
import dev.rnn4j.core.model.EncoderDecoderConfig.DecoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.EncoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.Input;
import dev.rnn4j.core.model.EncoderDecoderConfig.Tying;
import dev.rnn4j.core.model.EncoderDecoderNetwork;
import dev.rnn4j.core.model.EncoderDecoderPass;
import dev.rnn4j.core.model.SequencePair;
import dev.rnn4j.core.model.SourceSequence;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An encoder-decoder with input feeding and a bridge, whose mistakes are planted into the kernels
 * as those of language models are: a call is known by its number, by the parameter it is about, or
 * by the shape of a weight. Its encoder reads in both directions, both layers of the decoder begin
 * with what its only layer ends with, and the order by lengths is another one for the sources than
 * for the targets.
 */
final class PlantedDecoder implements PlantedPart {
  static final String PAGE = "attention.md";

  /** H of the encoder's layer, in one direction. */
  static final int READ = 2;

  /** C: both directions. */
  static final int MEMORY = 2 * READ;

  /** H of the decoder's layers. */
  static final List<Integer> HIDDEN = List.of(3, 5);

  /** H of the last layer, A and E, so that a mistake may take one for the other. */
  static final int WIDTH = HIDDEN.getLast();

  private static final int VOCABULARY = 7;

  /** Of the parameters: with smaller ones all weights of the attention are about the same. */
  private static final float RANGE = 1.5f;

  private static final int[] SOURCES = {4, 2, 3};
  private static final int[] TARGETS = {1, 3, 2};

  /** What the decoder predicts: the tokens of the targets, and their ends. */
  static final SequenceBatch BATCH = SequenceBatch.of(4, 3, 2);

  private final Worker worker = Worker.solo();
  private final PlantedKernels planted;
  private final EncoderDecoderNetwork network;
  private final Parameters gradients;
  private final EncoderDecoderPass pass;
  private final List<SequencePair> pairs = new ArrayList<>();

  PlantedDecoder(long seed, Kernels kernels) {
    planted = new PlantedKernels(kernels);
    RandomSource random = new RandomSource(seed);
    EncoderDecoderConfig config = config();
    network =
        EncoderDecoderNetwork.trainable(
            config, config.newParameters(Initialization.uniform(RANGE), random), planted.kernels());
    gradients = new Parameters(config.layout());
    pass = new EncoderDecoderPass(network, gradients);
    for (int b = 0; b < SOURCES.length; b++) {
      SourceSequence source = new SourceSequence.Tokens(tokens(SOURCES[b], random));
      pairs.add(new SequencePair(source, tokens(TARGETS[b], random)));
    }
    planted.watch(new KernelCall.Window(gradients, BATCH.steps(), BATCH.batch(), HIDDEN.size()));
  }

  private static EncoderDecoderConfig config() {
    Input input = new Input.Tokens(VOCABULARY, 3);
    AttentionKind attention = AttentionKind.ADDITIVE;
    return new EncoderDecoderConfig(
        new LstmCell(),
        new EncoderShape(input, List.of(READ), Directions.CONCATENATED),
        new DecoderShape(VOCABULARY, 0, WIDTH, HIDDEN, attention, true, Tying.NONE),
        0);
  }

  private static int[] tokens(int count, RandomSource random) {
    int[] tokens = new int[count];
    for (int n = 0; n < count; n++) {
      tokens[n] = 1 + random.nextInt(VOCABULARY - 1);
    }
    return tokens;
  }

  @Override
  public String name() {
    return "decoder and bridge";
  }

  @Override
  public String page() {
    return PAGE;
  }

  @Override
  public List<Variable> variables() {
    List<Variable> variables = new ArrayList<>();
    for (ParameterLayout.Entry entry : gradients.layout().entries()) {
      String name = entry.name();
      variables.add(new Variable(name, network.parameters().matrix(name), gradients.matrix(name)));
    }
    return variables;
  }

  @Override
  public double loss() {
    network.repack(worker);
    pass.begin(pairs);
    pass.evaluate(worker);
    return pass.totalLoss() / BATCH.rows();
  }

  @Override
  public void backward() {
    network.repack(worker);
    pass.begin(pairs);
    pass.compute(worker, 1f / BATCH.rows(), 0);
  }

  @Override
  public List<Mistake> mistakes() {
    return Stream.of(DecoderMistakes.all(), BridgeMistakes.all())
        .flatMap(List::stream)
        .map(mistake -> new Mistake(mistake.name(), mistake.term(), () -> backward(mistake)))
        .toList();
  }

  private void backward(PlantedMistake mistake) {
    planted.plant(mistake);
    backward();
    planted.plant(null);
  }
}
