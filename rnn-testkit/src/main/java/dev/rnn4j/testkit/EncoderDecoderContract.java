package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.model.EncoderDecoderConfig;
import dev.rnn4j.core.model.EncoderDecoderNetwork;
import dev.rnn4j.core.model.EncoderDecoderPass;
import dev.rnn4j.core.model.SequencePair;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What an encoder-decoder promises on any kernels: losses and gradients of every parameter are
 * those of {@link ReferenceEncoderDecoder}, whatever the kind of attention, ragged on both sides,
 * with empty sources; and to the bit the same for any number of threads.
 */
public abstract class EncoderDecoderContract {
  private static final int SAMPLE = 6;
  private static final float SCALE = 0.375f;
  private static final long KEY = 77;

  /** A kink nearer than this may lie inside a difference of {@link CentralDifferences}. */
  private static final double KINK_DISTANCE = 5e-3;

  /**
   * What computes.
   *
   * @return the kernels under test
   */
  protected abstract Kernels kernels();

  /** Random small models. */
  @Provide
  public Arbitrary<EncoderDecoderCase> cases() {
    return EncoderDecoderCase.all();
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void theLossIsThatOfTheReference(@ForAll("cases") EncoderDecoderCase example) {
    EncoderDecoderNetwork network = network(example);
    EncoderDecoderPass pass = new EncoderDecoderPass(network, null);
    spoil(example, network, pass);
    pass.begin(example.pairs());
    pass.evaluate(Worker.solo());
    ReferenceEncoderDecoder reference =
        new ReferenceEncoderDecoder(example.config(), example.values());
    double expected = loss(example, reference, forced(example), noMasks(example));
    assertLoss(example, expected, pass.totalLoss());
  }

  @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
  public void theGradientsAreThoseOfTheReference(@ForAll("cases") EncoderDecoderCase example) {
    assertGradients(example, 1f, forced(example));
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void withoutATeacherTheModelReadsWhatItPredicts(
      @ForAll("cases") EncoderDecoderCase drawn) {
    EncoderDecoderConfig config = drawn.config();
    EncoderDecoderCase example =
        new EncoderDecoderCase(
            new EncoderDecoderConfig(config.cell(), config.encoder(), config.decoder(), 0),
            drawn.lengths(),
            drawn.seed());
    ReferenceEncoderDecoder reference =
        new ReferenceEncoderDecoder(example.config(), example.values());
    List<int[]> fed = new ArrayList<>();
    for (SequencePair pair : example.pairs()) {
      fed.add(reference.greedy(pair.source(), pair.predictions()));
    }
    assertGradients(example, 0f, fed);
  }

  private void assertGradients(EncoderDecoderCase example, float teacherForcing, List<int[]> fed) {
    EncoderDecoderNetwork network = network(example);
    Parameters gradients = new Parameters(network.parameters().layout());
    EncoderDecoderPass pass = new EncoderDecoderPass(network, gradients, teacherForcing);
    spoil(example, network, pass);
    Arrays.fill(gradients.values(), Float.NaN);
    pass.begin(example.pairs());
    pass.compute(Worker.solo(), SCALE, KEY);
    Map<String, double[]> values = example.values();
    List<ReferenceEncoderDecoder.Masks> masks = masks(example);
    ReferenceEncoderDecoder reference = new ReferenceEncoderDecoder(example.config(), values);
    assertLoss(example, loss(example, reference, fed, masks), pass.totalLoss());
    Assume.that(reference.kinkDistance() > KINK_DISTANCE);
    ToDoubleFunction<double[]> scaled = _ -> SCALE * loss(example, reference, fed, masks);
    values.forEach((name, value) -> {
      int[] chosen = CentralDifferences.sampleIndices(value.length, SAMPLE, example.seed());
      double[] numeric = CentralDifferences.fourPoint().gradient(scaled, value, chosen);
      float[] analytic = Samples.elements(gradients.matrix(name));
      GradientComparison.ofTerms(example.additions(), 1)
          .assertClose(name, chosen, analytic, numeric);
    });
  }

  private EncoderDecoderNetwork network(EncoderDecoderCase example) {
    return EncoderDecoderNetwork.trainable(example.config(), example.parameters(), kernels());
  }

  /** Leaves NaN in all buffers, of more and longer sequences and of as many. */
  private static void spoil(
      EncoderDecoderCase example, EncoderDecoderNetwork network, EncoderDecoderPass pass) {
    float[] live = network.parameters().values();
    float[] values = live.clone();
    Arrays.fill(live, Float.NaN);
    network.repack(Worker.solo());
    List<List<Integer>> more = new ArrayList<>(example.lengths());
    more.add(List.of(7, 6));
    for (List<List<Integer>> lengths : List.of(more, example.lengths())) {
      pass.begin(new EncoderDecoderCase(example.config(), lengths, example.seed() + 9).pairs());
      if (pass.isTraining()) {
        pass.compute(Worker.solo(), 1, KEY + 1);
      }
      pass.evaluate(Worker.solo());
    }
    System.arraycopy(values, 0, live, 0, values.length);
    network.repack(Worker.solo());
  }

  private static void assertLoss(EncoderDecoderCase example, double expected, double actual) {
    double limit = 8 * example.additions() * 0x1p-24 * (1 + Math.abs(expected));
    assertEquals(expected, actual, limit, "loss");
  }

  private static double loss(
      EncoderDecoderCase example,
      ReferenceEncoderDecoder reference,
      List<int[]> fed,
      List<ReferenceEncoderDecoder.Masks> masks) {
    List<SequencePair> pairs = example.pairs();
    double sum = 0;
    for (int i = 0; i < pairs.size(); i++) {
      sum +=
          reference
              .run(pairs.get(i).source(), fed.get(i), masks.get(i))
              .loss(pairs.get(i).target(), example.config().decoder().endToken());
    }
    return sum;
  }

  private static List<int[]> forced(EncoderDecoderCase example) {
    ReferenceEncoderDecoder reference =
        new ReferenceEncoderDecoder(example.config(), example.values());
    return example.pairs().stream().map(pair -> reference.truth(pair.target())).toList();
  }

  private static List<ReferenceEncoderDecoder.Masks> noMasks(EncoderDecoderCase example) {
    return example.pairs().stream().map(_ -> ReferenceEncoderDecoder.Masks.NONE).toList();
  }

  /** The masks of the engine, which knows them by keys and places in its batches. */
  private static List<ReferenceEncoderDecoder.Masks> masks(EncoderDecoderCase example) {
    if (!example.config().regularization().isRandom()) {
      return noMasks(example);
    }
    List<SequencePair> pairs = example.pairs();
    SequenceOrder sources =
        SequenceOrder.of(pairs.stream().mapToInt(pair -> pair.source().length()).toArray());
    SequenceOrder targets =
        SequenceOrder.of(pairs.stream().mapToInt(SequencePair::predictions).toArray());
    List<ReferenceEncoderDecoder.Masks> masks = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      int source = place(sources, i);
      int target = place(targets, i);
      masks.add(
          new ReferenceEncoderDecoder.Masks() {
            @Override
            public double[] of(String site, int t, int width) {
              return mask(example, sources.batch(), source, target, site, t, width);
            }

            @Override
            public ReferenceNoise noise(
                RecurrentNoise config, boolean decoder, int layer, int direction) {
              long key = noiseKey(decoder, layer, direction);
              return new ReferenceNoise(config, key, decoder ? target : source);
            }
          });
    }
    return masks;
  }

  /** Within the decoder's layers, masks have the sites behind those of 64 layers. */
  private static long noiseKey(boolean decoder, int layer, int direction) {
    long key = RandomSource.derive(KEY, decoder ? 1 : 0);
    return decoder
        ? RandomSource.derive(key, 66 + layer)
        : RandomSource.derive(RandomSource.derive(key, layer + 1L), direction + 1L);
  }

  private static int place(SequenceOrder order, int given) {
    int b = 0;
    while (order.given(b) != given) {
      b++;
    }
    return b;
  }

  private static double[] mask(
      EncoderDecoderCase example,
      SequenceBatch sources,
      int source,
      int target,
      String site,
      int t,
      int width) {
    long encoder = RandomSource.derive(KEY, 0);
    long decoder = RandomSource.derive(KEY, 1);
    Dropout dropout = example.config().regularization().dropout();
    boolean locked = dropout.locked();
    IntSupplier read = () -> locked ? source : sources.row(t, source);
    int number = site.contains(" ") ? Integer.parseInt(site.substring(site.indexOf(' ') + 1)) : 0;
    return switch (site) {
      case "source" ->
          row(dropout.input(), RandomSource.derive(encoder, 0), read.getAsInt(), width);
      case "target" -> row(dropout.input(), stepKey(decoder, 0, t, locked), target, width);
      case "output" -> row(dropout.output(), stepKey(decoder, 1, t, locked), target, width);
      case String layer when layer.startsWith("encoder") -> {
        int last = example.config().encoder().hiddenSizes().size() - 1;
        float p = number == last ? dropout.output() : dropout.layers();
        yield row(p, RandomSource.derive(encoder, number + 1L), read.getAsInt(), width);
      }
      default -> row(dropout.layers(), stepKey(decoder, 2 + number, t, locked), target, width);
    };
  }

  private static long stepKey(long key, int site, int t, boolean locked) {
    long of = RandomSource.derive(key, site);
    return locked ? of : RandomSource.derive(of, t);
  }

  private static double[] row(float p, long key, int row, int width) {
    double[] all = DropoutMasks.multipliers(row + 1, width, p, key);
    return Arrays.copyOfRange(all, row * width, (row + 1) * width);
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  public void anyNumberOfThreadsGivesTheSameBits(@ForAll("cases") EncoderDecoderCase example) {
    for (float teacherForcing : new float[] {1, 0.5f}) {
      float[] alone = gradients(example, teacherForcing, 1);
      for (int count : new int[] {2, 3}) {
        Bits.assertEqual(count + " workers", alone, gradients(example, teacherForcing, count));
      }
    }
  }

  /** In every epoch as with the share that is left by then, whatever epoch was before. */
  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  public void scheduledSamplingForcesLessFromEpochToEpoch(
      @ForAll("cases") EncoderDecoderCase example) {
    EncoderDecoderNetwork network = network(example);
    Parameters gradients = new Parameters(network.parameters().layout());
    EncoderDecoderPass pass = new EncoderDecoderPass(network, gradients, 1, 0.5f);
    for (int epoch : new int[] {0, 2, 1, 0}) {
      pass.beginEpoch(epoch);
      float share = (float) Math.pow(0.5, epoch);
      Bits.assertEqual(
          "epoch " + epoch, gradients(example, share, 1), gradients(example, pass, gradients, 1));
    }
  }

  private float[] gradients(EncoderDecoderCase example, float teacherForcing, int threads) {
    EncoderDecoderNetwork network = network(example);
    Parameters gradients = new Parameters(network.parameters().layout());
    EncoderDecoderPass pass = new EncoderDecoderPass(network, gradients, teacherForcing);
    return gradients(example, pass, gradients, threads);
  }

  private static float[] gradients(
      EncoderDecoderCase example, EncoderDecoderPass pass, Parameters gradients, int threads) {
    pass.begin(example.pairs());
    try (Workers workers = new Workers(threads)) {
      workers.run(w -> pass.compute(w, SCALE, KEY));
    }
    float[] all = Arrays.copyOf(gradients.values(), gradients.values().length + 1);
    all[all.length - 1] = (float) pass.totalLoss();
    return all;
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void aPairLosesInABatchWhatItLosesAlone(@ForAll("cases") EncoderDecoderCase example) {
    EncoderDecoderPass pass = new EncoderDecoderPass(network(example), null);
    double sum = 0;
    for (SequencePair pair : example.pairs()) {
      pass.begin(List.of(pair));
      pass.evaluate(Worker.solo());
      sum += pass.totalLoss();
    }
    pass.begin(example.pairs());
    pass.evaluate(Worker.solo());
    assertEquals(sum, pass.totalLoss(), 1e-12 * Math.max(1, sum));
  }
}
