package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.LabelSmoothing;
import dev.rnn4j.cli.report.Measure;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.task.EarlierModel;
import dev.rnn4j.cli.task.EarlierModel.Known;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.cli.task.translate.TextOptions.Sides;
import dev.rnn4j.core.io.EncoderDecoderFile;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.EncoderDecoder;
import dev.rnn4j.core.model.EncoderDecoderConfig;
import dev.rnn4j.core.model.EncoderDecoderNetwork;
import dev.rnn4j.core.model.EncoderDecoderPass;
import dev.rnn4j.core.model.SequencePair;
import dev.rnn4j.core.model.SequenceText;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.eval.ExampleEvaluation;
import dev.rnn4j.train.model.ExampleTask;
import dev.rnn4j.train.task.TrainingTask;
import dev.rnn4j.train.task.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is trained to write, and on what. */
final class SequencePlan implements TaskPlan {
  private static final long START = 43;
  private static final int VALIDATION_BATCH = 64;

  /**
   * How it is trained, besides what all trainings have.
   *
   * @param batch pairs of a step
   * @param teacherForcing share of true tokens
   * @param scheduledSampling what it is multiplied by after every epoch
   * @param labelSmoothing share of a token that is spread over all
   * @param start where the parameters begin
   * @param earlier a model to go on from, if there is one
   * @param seed of everything random
   */
  record Settings(
      int batch,
      float teacherForcing,
      float scheduledSampling,
      float labelSmoothing,
      Initialization start,
      @Nullable EarlierModel<EncoderDecoderFile> earlier,
      long seed) {
    Map<String, Object> ofTask() {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("teacher_forcing", (double) teacherForcing);
      if (scheduledSampling < 1) { // not in checkpoints of earlier versions
        settings.put("scheduled_sampling", (double) scheduledSampling);
      }
      return settings;
    }
  }

  private final PairSets sets;
  private final Sides sides;
  private final EncoderDecoderConfig config;
  private final Settings settings;
  private final TaskContext context;
  private final List<String> remarks;
  private final ExampleTask<SequencePair> task;

  SequencePlan(
      PairSets sets,
      Sides sides,
      EncoderDecoderConfig config,
      Settings settings,
      TaskContext context) {
    this.sets = sets;
    this.sides = sides;
    this.config = config;
    this.settings = settings;
    this.context = context;
    Parameters parameters =
        config.newParameters(
            settings.start, new RandomSource(RandomSource.derive(settings.seed, START)));
    EarlierModel<EncoderDecoderFile> earlier = settings.earlier;
    remarks = earlier == null ? List.of() : List.of(goOn(earlier, parameters));
    task = task(EncoderDecoderNetwork.trainable(config, parameters, context.kernels().kernels()));
  }

  private String goOn(EarlierModel<EncoderDecoderFile> earlier, Parameters parameters) {
    SequenceText reads = sides.source();
    SequenceText read = earlier.model().source();
    Known target = known("target token", sides.target(), earlier.model().target());
    if (reads == null || read == null) {
      earlier.copyTo(parameters, config.earlierRows(new int[0], target.ids()));
      return earlier.remark(target);
    }
    Known source = known("source token", reads, read);
    earlier.copyTo(parameters, config.earlierRows(source.ids(), target.ids()));
    return earlier.remark(source, target);
  }

  private static Known known(String what, SequenceText now, SequenceText before) {
    return Known.of(what, now.vocabulary().tokens(), before.vocabulary().tokens());
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  private ExampleTask<SequencePair> task(EncoderDecoderNetwork network) {
    ExampleTask.Builder<SequencePair> builder =
        ExampleTask.builder(
                network,
                gradients ->
                    new EncoderDecoderPass(
                        network, gradients, settings.teacherForcing, settings.scheduledSampling),
                numbers(sets.train()))
            .length(pair -> pair.source().length())
            .targets(SequencePair::predictions)
            .batch(settings.batch)
            .labelSmoothing(settings.labelSmoothing)
            .settings(settings.ofTask())
            .description(description())
            .fingerprint(sets.fingerprint());
    if (!sets.valid().isEmpty()) {
      builder.validation(validation(network, numbers(sets.valid())));
    }
    return builder.build();
  }

  private List<SequencePair> numbers(List<Pair> pairs) {
    List<SequencePair> numbers = new ArrayList<>(pairs.size());
    pairs.forEach(pair -> numbers.add(pair.numbers(sides.source(), sides.target())));
    return numbers;
  }

  /** The mean loss of a token under teacher forcing. */
  private static Validation validation(EncoderDecoderNetwork network, List<SequencePair> pairs) {
    ExampleEvaluation<SequencePair, EncoderDecoderPass> evaluation =
        new ExampleEvaluation<>(new EncoderDecoderPass(network, null), pairs, VALIDATION_BATCH);
    return (workers, stop) -> evaluation.meanLoss(workers, stop, SequencePair::predictions);
  }

  @Override
  public TrainingTask task() {
    return task;
  }

  @Override
  public String data() {
    return sets.describe();
  }

  @Override
  public String network() {
    @Nullable SequenceText source = sides.source();
    String reads =
        source == null
            ? config.encoder().input().width() + " features"
            : Text.count(source.vocabulary().size(), "token");
    return Text.format(
        "%s of %s, attention %s, %s, embedding %d",
        Wording.of(config.encoderStack()),
        reads,
        config.decoder().attention().name().toLowerCase(Locale.ROOT),
        Text.count(sides.target().vocabulary().size(), "target token"),
        config.decoder().embeddingSize());
  }

  @Override
  public String batching() {
    return "batch " + settings.batch + LabelSmoothing.shown(settings.labelSmoothing);
  }

  @Override
  public Measure measure() {
    return Measure.PERPLEXITY;
  }

  @Override
  public String version() {
    return EncoderDecoderFile.VERSION;
  }

  @Override
  public Map<String, String> description() {
    return EncoderDecoderFile.describe(config, sides.source(), sides.target());
  }

  @Override
  public List<Block> report(Parameters best, Workers workers, PrintWriter out) throws IOException {
    EncoderDecoderNetwork network =
        EncoderDecoderNetwork.of(config, best, context.kernels().kernels());
    EncoderDecoder model = new EncoderDecoder(network, sides.source(), sides.target());
    return new SequenceReport(sets, model).print(workers, out);
  }

  @Override
  public List<String> next(String model) {
    List<String> commands = new ArrayList<>();
    if (sides.source() != null) {
      commands.add("translate --model " + model + "   (a line at a time)");
    }
    boolean generated = GeneratedPairs.named(sets.name()).isPresent();
    commands.add("eval --model " + model + " --data " + (generated ? sets.name() : "FILE"));
    commands.add("info " + model);
    return commands;
  }
}
