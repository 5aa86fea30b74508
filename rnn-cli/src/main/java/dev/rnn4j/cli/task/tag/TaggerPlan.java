package dev.rnn4j.cli.task.tag;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.LabelSmoothing;
import dev.rnn4j.cli.report.Measure;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.task.EarlierModel;
import dev.rnn4j.cli.task.EarlierModel.Known;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.core.io.TaggerFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.model.TaggedSentence;
import dev.rnn4j.core.model.TaggedToken;
import dev.rnn4j.core.model.Tagger;
import dev.rnn4j.core.model.TaggerConfig;
import dev.rnn4j.core.model.TaggerNetwork;
import dev.rnn4j.core.model.TaggerPass;
import dev.rnn4j.core.model.TaggerVocabulary;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.TagScheme;
import dev.rnn4j.train.data.TaggedWords;
import dev.rnn4j.train.data.WordVectors;
import dev.rnn4j.train.eval.EntityScores;
import dev.rnn4j.train.eval.MostFrequentTags;
import dev.rnn4j.train.model.ExampleTask;
import dev.rnn4j.train.model.TaggerData;
import dev.rnn4j.train.model.TaggerValidation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tagger that is about to be trained.
 *
 * @param source the sentences
 * @param vocabularyOf what it is trained on
 * @param config its network
 * @param settings how it is trained
 * @param task what is trained
 * @param kernels the arithmetic
 * @param remarks what is easily overlooked
 */
record TaggerPlan(
    TaggedSource source,
    TaggerData vocabularyOf,
    TaggerConfig config,
    Settings settings,
    ExampleTask<TaggedSentence> task,
    Kernels kernels,
    List<String> remarks)
    implements TaskPlan {
  private static final long PARAMETERS = 6;
  private static final int SAMPLES = 3;

  /**
   * How a tagger is trained.
   *
   * @param entities the scheme of its tags, if they are entities
   * @param batch sentences a step
   * @param unknown how often words are taken for unknown ones
   * @param labelSmoothing share of a tag that is spread over all
   * @param start where the parameters begin
   */
  record Settings(
      Optional<TagScheme> entities,
      int batch,
      double unknown,
      float labelSmoothing,
      Beginning start) {}

  /**
   * Where the parameters begin.
   *
   * @param drawn how they are drawn
   * @param vectors of words, if some were given
   * @param earlier a tagger to go on from, if there is one; what it knows is as it has it
   */
  record Beginning(
      Initialization drawn, @Nullable WordVectors vectors, @Nullable EarlierModel<Tagger> earlier) {
    /** Parameters, and what is to be said about them. */
    Parameters parameters(
        TaggerConfig config, TaggerData data, RandomSource random, List<String> remarks) {
      Parameters parameters = config.newParameters(drawn, random);
      if (vectors != null) {
        int found = data.set(vectors, parameters);
        remarks.add(
            Text.format(
                "%,d of %,d words of the table begin with a vector that was given",
                found, config.words()));
      }
      if (earlier != null) {
        remarks.add(goOn(earlier, config, data.vocabulary(), parameters));
      }
      return parameters;
    }

    private static String goOn(
        EarlierModel<Tagger> earlier,
        TaggerConfig config,
        TaggerVocabulary now,
        Parameters parameters) {
      TaggerVocabulary before = earlier.model().vocabulary();
      Known words = Known.of("word", now.words().names(), before.words().names());
      Known characters =
          Known.of("character", now.characters().names(), before.characters().names());
      Known tags = Known.of("tag", now.tags().names(), before.tags().names());
      earlier.copyTo(parameters, config.earlierRows(words.ids(), characters.ids(), tags.ids()));
      return config.characters() == null
          ? earlier.remark(words, tags)
          : earlier.remark(words, characters, tags);
    }
  }

  static TaggerPlan of(
      TaggedSource source,
      TaggerData data,
      TaggerConfig config,
      Settings settings,
      long seed,
      TaskContext context) {
    Kernels kernels = context.kernels().kernels();
    List<String> remarks = new ArrayList<>();
    RandomSource random = new RandomSource(RandomSource.derive(seed, PARAMETERS));
    Parameters parameters = settings.start().parameters(config, data, random, remarks);
    TaggerNetwork network = TaggerNetwork.trainable(config, parameters, kernels);
    float[] unknown = data.unknown(settings.unknown());
    ExampleTask.Builder<TaggedSentence> task =
        ExampleTask.builder(
                network,
                gradients -> new TaggerPass(network, gradients, unknown),
                data.examples(source.train()))
            .length(TaggedSentence::length)
            .targets(TaggedSentence::length)
            .batch(settings.batch())
            .labelSmoothing(settings.labelSmoothing())
            .description(TaggerFile.description(config, data.vocabulary()))
            .settings(Map.of("unknown", settings.unknown()))
            .fingerprint(source.fingerprint());
    if (!source.valid().isEmpty()) {
      Tagger tagger = new Tagger(network, data.vocabulary());
      task.validation(
          new TaggerValidation(tagger, source.valid(), settings.entities().isPresent()));
    }
    return new TaggerPlan(source, data, config, settings, task.build(), kernels, remarks);
  }

  @Override
  public String data() {
    return source.summary()
        + Text.format(
            ", %s%s",
            Text.count(config.tags(), "tag"),
            settings.entities().map(scheme -> " in the scheme " + scheme).orElse(""));
  }

  @Override
  public String network() {
    CharacterConfig characters = config.characters();
    String spelled =
        characters == null
            ? ""
            : Text.format(
                ", characters %s %d",
                characters.kind() == CharacterConfig.Kind.RECURRENT ? "recurrent" : "convolution",
                characters.outputSize());
    return Text.format(
        "%s, %,d words %d%s, %s",
        Wording.of(config.stack()),
        config.words(),
        config.wordSize(),
        spelled,
        config.crf() == null ? "softmax" : "conditional random field");
  }

  @Override
  public String batching() {
    return "batch " + settings.batch() + LabelSmoothing.shown(settings.labelSmoothing());
  }

  @Override
  public Measure measure() {
    return Measure.ofErrors("words", settings.entities().isPresent() ? "F1" : "accuracy");
  }

  @Override
  public String version() {
    return TaggerFile.VERSION;
  }

  @Override
  public Map<String, String> description() {
    return TaggerFile.description(config, vocabularyOf.vocabulary());
  }

  @Override
  public List<Block> report(Parameters best, Workers workers, PrintWriter out) {
    Tagger tagger = new Tagger(TaggerNetwork.of(config, best, kernels), vocabularyOf.vocabulary());
    boolean tested = !source.test().isEmpty();
    List<TaggedWords> judged = tested ? source.test() : source.valid();
    if (judged.isEmpty()) {
      return List.of();
    }
    boolean entities = settings.entities().isPresent();
    EntityScores scores = new TaggerValidation(tagger, judged, entities).scores(workers);
    MostFrequentTags baseline = new MostFrequentTags(source.train());
    EntityScores others = new EntityScores();
    judged.forEach(sentence -> others.add(sentence.tags(), baseline.tag(sentence.words())));
    TaggerReport report =
        new TaggerReport(tested ? "test" : "validation", scores, others, entities);
    List<String> samples =
        judged.subList(0, Math.min(SAMPLES, judged.size())).stream()
            .map(sentence -> shown(tagger.tag(sentence.words())))
            .toList();
    report.lines().forEach(out::println);
    out.println();
    samples.forEach(sample -> out.println("  " + sample));
    return report.blocks(vocabularyOf.vocabulary().tags().names(), samples);
  }

  private static String shown(List<TaggedToken> sentence) {
    return sentence.stream()
        .map(token -> token.tag().equals(TagScheme.OUTSIDE) ? token.token() : pair(token))
        .collect(Collectors.joining(" "));
  }

  private static String pair(TaggedToken token) {
    return token.token() + "/" + token.tag();
  }

  @Override
  public List<String> next(String model) {
    List<String> next = new ArrayList<>();
    next.add("tag --model " + model);
    next.add("eval --model " + model + " --data FILE");
    return next;
  }
}
