package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.LabelSmoothing;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.report.Measure;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.task.Training;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.data.TextCut;
import dev.rnn4j.train.data.TokenChecksum;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.model.LanguageModelTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The training of a language model on texts. */
final class LanguageModelTraining implements Training {
  /** Note of a checkpoint: the checksum of the test text's tokens. */
  static final String TEST_TEXT = "test_text";

  private final TrainingPlan plan;
  private final Origin origin;
  private final KernelSelection kernels;
  private final LanguageModelTask task;

  LanguageModelTraining(TrainingPlan plan, Origin origin, KernelSelection kernels) {
    this.plan = plan;
    this.origin = origin;
    this.kernels = kernels;
    requireWritable();
    TrainingData data = plan.data();
    LanguageModelTask.Builder builder =
        LanguageModelTask.builder(data.vocabulary(), data.train().ids())
            .valid(data.valid().ids())
            .config(plan.config())
            .options(plan.modelOptions())
            .kernels(kernels.kernels())
            .seed(plan.options().seed());
    LanguageModelFile model = origin.model();
    task = (model == null ? builder : builder.from(model)).build();
  }

  /** Fails now rather than after the first epoch. */
  private void requireWritable() {
    try {
      LanguageModelFile.requireWritable(plan.config(), plan.data().vocabulary());
    } catch (IllegalArgumentException e) {
      throw new CliException(
          "no file could hold this model: "
              + e.getMessage()
              + " (--vocab-size or --min-count makes the vocabulary smaller)",
          e);
    }
  }

  @Override
  public LanguageModelTask task() {
    return task;
  }

  @Override
  public TrainingOptions options() {
    return plan.options();
  }

  @Override
  public String data() {
    TrainingData data = plan.data();
    String level = data.vocabulary().level() == Level.WORD ? "words" : "characters";
    String heldOut =
        plan.source().holdsOut()
            ? Text.format(
                ", the last %,d tokens (%.1f%%) of the training text are held out for validation",
                data.valid().size(),
                100.0 * data.valid().size() / (data.train().size() + data.valid().size()))
            : "";
    return Text.format(
        "%s: %,d / %,d / %,d tokens for training / validation / test, %,d different %s%s",
        VisibleText.of(plan.source().name()),
        data.train().size(),
        data.valid().size(),
        data.test().size(),
        data.vocabulary().size(),
        level,
        heldOut);
  }

  @Override
  public String network() {
    return Wording.of(plan.config());
  }

  @Override
  public String batching() {
    Batching batching = plan.modelOptions().batching();
    String bptt = batching.window() < Batching.UNCUT ? ", bptt " + batching.window() : "";
    String cut =
        switch (batching.cut()) {
          case STREAMS -> "batch " + batching.streams() + ", bptt " + batching.window();
          case WHOLE -> "all sentences in one batch";
          case SENTENCES, DOCUMENTS ->
              "batches of " + batching.streams() + " " + Choice.id(batching.cut()) + bptt;
        };
    return cut + LabelSmoothing.shown(plan.modelOptions().labelSmoothing());
  }

  @Override
  public String start() {
    return "init ±" + Text.setting(plan.modelOptions().initialization().range());
  }

  @Override
  public OptionalLong memory() {
    return OptionalLong.of(TrainingMemoryCheck.estimate(plan).total());
  }

  @Override
  public Measure measure() {
    return Measure.PERPLEXITY;
  }

  @Override
  public List<String> remarks(Trainer trainer) {
    List<String> all = new ArrayList<>();
    if (!plan.remark().isEmpty()) {
      all.add(plan.remark());
    }
    all.addAll(origin.remarks(plan.data().vocabulary()));
    all.addAll(plan.data().notes());
    if (!isRepeatable()) {
      all.add("a text comes from standard input or a pipe, so this training cannot be resumed");
    }
    addText(all);
    return all;
  }

  private void addText(List<String> all) {
    Batching batching = plan.modelOptions().batching();
    int streams = task.batches().streams();
    if (streams < batching.streams() && batching.cut() != TextCut.WHOLE) {
      all.add("the text is so short that --batch is " + streams);
    }
    int steps = task.batches().shape(0).steps();
    if (batching.cut() == TextCut.STREAMS && steps < batching.window()) {
      all.add("the text is so short that --bptt is " + steps + ", not " + batching.window());
    }
  }

  @Override
  public boolean isRepeatable() {
    return plan.source().isRepeatable();
  }

  @Override
  public Map<String, String> notes() {
    Map<String, String> notes = new TreeMap<>();
    plan.source().note(notes);
    origin.note(notes);
    notes.put(TEST_TEXT, Long.toString(TokenChecksum.of(plan.data().test().ids())));
    notes.put(CommonOptions.KERNELS, kernels.kernels().name());
    return notes;
  }

  @Override
  public void write(Path file, Parameters best, Trainer trainer) throws IOException {
    Map<String, String> notes = TrainingNotes.of(plan, trainer);
    origin.note(notes);
    new LanguageModelFile(plan.config(), plan.data().vocabulary(), best, notes).write(file);
  }

  @Override
  public List<Block> report(Parameters best, Workers workers, PrintWriter out) {
    LanguageModel model =
        LanguageModel.of(plan.config(), plan.data().vocabulary(), best, kernels.kernels());
    return new TrainingResult(plan, model, workers).print(out);
  }

  @Override
  public List<String> next(String model) {
    boolean builtin = plan.source().isBuiltin();
    String prompt = builtin ? " --prompt \"LATIN SMALL LETTER \" --length 200" : "";
    return List.of(
        "generate --model " + model + prompt,
        "eval --model " + model + " --data " + (builtin ? TextSource.BUILTIN : "FILE"),
        "info " + model);
  }
}
