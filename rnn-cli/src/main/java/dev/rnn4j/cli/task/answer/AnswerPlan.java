package dev.rnn4j.cli.task.answer;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.Measure;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.core.io.QuestionAnswererFile;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.QuestionAnswerer;
import dev.rnn4j.core.model.QuestionAnswererConfig;
import dev.rnn4j.core.model.QuestionAnswererNetwork;
import dev.rnn4j.core.model.QuestionAnswererPass;
import dev.rnn4j.core.model.QuestionExample;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.eval.AnswerErrors;
import dev.rnn4j.train.model.ExampleTask;
import dev.rnn4j.train.model.StoryExamples;
import dev.rnn4j.train.task.TrainingTask;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** What is trained to answer questions, and on what. */
final class AnswerPlan implements TaskPlan {
  private final StorySets sets;
  private final StoryExamples examples;
  private final QuestionAnswererConfig config;
  private final int batch;
  private final TaskContext context;
  private final List<String> remarks;
  private final ExampleTask<QuestionExample> task;

  AnswerPlan(
      StorySets sets,
      StoryExamples examples,
      QuestionAnswererConfig config,
      int batch,
      Parameters parameters,
      List<String> remarks,
      TaskContext context) {
    this.sets = sets;
    this.examples = examples;
    this.config = config;
    this.batch = batch;
    this.context = context;
    this.remarks = remarks;
    task = task(QuestionAnswererNetwork.trainable(config, parameters, context.kernels().kernels()));
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  private ExampleTask<QuestionExample> task(QuestionAnswererNetwork network) {
    ExampleTask.Builder<QuestionExample> builder =
        ExampleTask.builder(
                network,
                gradients -> new QuestionAnswererPass(network, gradients),
                examples.of(sets.train(), sets.questionOnly()))
            .length(example -> example.story().length)
            .batch(batch)
            .description(description())
            .fingerprint(sets.fingerprint());
    if (!sets.valid().isEmpty()) {
      AnswerErrors errors =
          new AnswerErrors(network, examples.of(sets.valid(), sets.questionOnly()));
      builder.validation(errors::measure);
    }
    return builder.build();
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
    return "story "
        + Wording.of(config.story())
        + ", question "
        + Wording.of(config.question())
        + ", embedding "
        + config.embeddingSize()
        + ", "
        + Text.count(config.answers(), "answer");
  }

  @Override
  public String batching() {
    return "batch " + batch;
  }

  @Override
  public Measure measure() {
    return Measure.ofErrors("answers", "accuracy");
  }

  @Override
  public String version() {
    return QuestionAnswererFile.VERSION;
  }

  @Override
  public Map<String, String> description() {
    return QuestionAnswererFile.describe(config, examples.vocabulary(), examples.answers());
  }

  @Override
  public List<Block> report(Parameters best, Workers workers, PrintWriter out) {
    QuestionAnswererNetwork network =
        QuestionAnswererNetwork.of(config, best, context.kernels().kernels());
    QuestionAnswerer model =
        new QuestionAnswerer(network, examples.vocabulary(), examples.answers());
    return new AnswerReport(sets, examples, model).print(workers, out);
  }

  @Override
  public List<String> next(String model) {
    String data = StorySource.isBuiltin(sets.source()) ? sets.source() : "FILE";
    return List.of(
        "answer --model " + model + "   (lines of a story, a tab and a question)",
        "eval --model " + model + " --data " + data,
        "info " + model);
  }
}
