package dev.rnn4j.train.model;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.io.ClassifierFile;
import dev.rnn4j.core.io.EncoderDecoderFile;
import dev.rnn4j.core.io.ForecasterFile;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.io.QuestionAnswererFile;
import dev.rnn4j.core.io.TaggerFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.Classification;
import dev.rnn4j.core.model.ClassifiedSequence;
import dev.rnn4j.core.model.ClassifierConfig;
import dev.rnn4j.core.model.ClassifierConfig.TokenDropout;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.model.ClassifierPass;
import dev.rnn4j.core.model.EncoderDecoderConfig;
import dev.rnn4j.core.model.EncoderDecoderConfig.DecoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.EncoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.Input;
import dev.rnn4j.core.model.EncoderDecoderConfig.Tying;
import dev.rnn4j.core.model.EncoderDecoderNetwork;
import dev.rnn4j.core.model.EncoderDecoderPass;
import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterConfig.Framing;
import dev.rnn4j.core.model.ForecasterConfig.Preparation;
import dev.rnn4j.core.model.ForecasterNetwork;
import dev.rnn4j.core.model.ForecasterPass;
import dev.rnn4j.core.model.ForecasterSession;
import dev.rnn4j.core.model.QuestionAnswerer;
import dev.rnn4j.core.model.QuestionAnswererConfig;
import dev.rnn4j.core.model.QuestionAnswererNetwork;
import dev.rnn4j.core.model.QuestionAnswererPass;
import dev.rnn4j.core.model.QuestionExample;
import dev.rnn4j.core.model.SequencePair;
import dev.rnn4j.core.model.SequenceText;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.model.SeriesWindow;
import dev.rnn4j.core.model.SourceSequence;
import dev.rnn4j.core.model.TaggedSentence;
import dev.rnn4j.core.model.TaggedToken;
import dev.rnn4j.core.model.TaggerConfig;
import dev.rnn4j.core.model.TaggerNetwork;
import dev.rnn4j.core.model.TaggerPass;
import dev.rnn4j.core.model.TaggerVocabulary;
import dev.rnn4j.core.model.TargetSearch;
import dev.rnn4j.core.model.Translation;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.TagScheme;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.Story;
import dev.rnn4j.train.data.TaggedWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tiny model of each kind from its data to what it predicts when it is loaded: losses, parameters
 * and predictions are those of {@link GoldenFile}, on the scalar kernels and on those of this JVM.
 */
class GoldenModelsTest {
  private static final Initialization INITIALIZATION = Initialization.uniform(0.3f);

  @TempDir private Path folder;

  private static Kernels kernels(boolean scalar) {
    return scalar ? new ScalarKernels() : KernelSelection.current().kernels();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void taggerWithCharactersAndRandomField(boolean scalar) throws IOException {
    List<TaggedWords> sentences = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String name = (char) ('A' + i % 5) + "n" + (char) ('a' + i % 3);
      sentences.add(new TaggedWords(List.of("in", name, name), List.of("O", "B-L", "I-L")));
      sentences.add(new TaggedWords(List.of("she", "saw", "it"), List.of("O", "O", "O")));
      sentences.add(new TaggedWords(List.of(name), List.of("B-L")));
    }
    TaggerData data = TaggerData.of(sentences, true, Set.of());
    TaggerVocabulary vocabulary = data.vocabulary();
    CharacterConfig characters =
        new CharacterConfig(CharacterConfig.Kind.CONVOLUTION, vocabulary.characters().size(), 3, 4);
    TaggerConfig config =
        new TaggerConfig(
            vocabulary.words().size(),
            5,
            characters,
            StackConfig.of(9, new LstmCell(), List.of(6), Directions.CONCATENATED),
            vocabulary.tags().size(),
            vocabulary.transitions(TagScheme.IOB2),
            0.1f);
    Parameters start = config.newParameters(INITIALIZATION, new RandomSource(1));
    TaggerNetwork network = TaggerNetwork.trainable(config, start, kernels(scalar));
    float[] unknown = data.unknown(0.5);
    ExampleTask<TaggedSentence> task =
        ExampleTask.builder(
                network, g -> new TaggerPass(network, g, unknown), data.examples(sentences))
            .length(TaggedSentence::length)
            .targets(TaggedSentence::length)
            .batch(9)
            .build();
    GoldenFile golden = new GoldenFile();
    Path file = folder.resolve("tagger");
    Map<String, String> description = TaggerFile.description(config, vocabulary);
    write(TaggerFile.VERSION, description, golden.train(task, 4, 0.03), file);
    List<String> words = List.of("she", "saw", "Bna", "Zna", "in", "Ena");
    for (TaggedToken token : TaggerFile.load(file).tag(words)) {
      golden.add("tag", token.token(), token.tag(), token.probability());
    }
    golden.requireEqual("tagger", scalar);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void classifierWithAttention(boolean scalar) throws IOException {
    Vocabulary vocabulary =
        new Vocabulary(
            Vocabulary.Level.WORD, List.of("<unk>", "<eos>", "a", "film", "fine", "dull", "not"));
    Labels labels = new Labels(List.of("bad", "good"));
    TextEncoder encoder = new TextEncoder(vocabulary);
    List<ClassifiedSequence> examples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean fine = i % 2 == 0;
      boolean not = i % 3 == 0;
      String text = "a ".repeat(i % 4) + (not ? "not " : "") + (fine ? "fine" : "dull") + " film";
      examples.add(ClassifiedSequence.of(text, encoder, fine == not ? 0 : 1));
    }
    ClassifierConfig config =
        new ClassifierConfig(
            vocabulary.size(),
            StackConfig.of(5, new GruCell(), List.of(6), Directions.CONCATENATED),
            new AttentionPooling(4),
            2,
            0.1f,
            new TokenDropout(0.05f, vocabulary.unknownId()));
    Parameters start = config.newParameters(INITIALIZATION, new RandomSource(2));
    ClassifierNetwork network = ClassifierNetwork.trainable(config, start, kernels(scalar));
    ExampleTask<ClassifiedSequence> task =
        ExampleTask.builder(network, g -> new ClassifierPass(network, g), examples)
            .length(ClassifiedSequence::length)
            .batch(7)
            .build();
    GoldenFile golden = new GoldenFile();
    Parameters parameters = golden.train(task, 3, 0.03);
    Path file = folder.resolve("classifier");
    new ClassifierFile(config, vocabulary, labels, parameters, Map.of()).write(file);
    List<String> texts = List.of("a fine film", "not a fine film", "", "dull", "not dull at all");
    for (Classification result : ClassifierFile.load(file).classify(texts)) {
      golden.add("class", result.label(), result.probability());
    }
    golden.requireEqual("classifier", scalar);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void encoderDecoderWithInputFeeding(boolean scalar) throws IOException {
    SequenceText letters =
        new SequenceText(
            new Vocabulary(Vocabulary.Level.CHARACTER, List.of("\n", "a", "b", "c")), null);
    RandomSource random = new RandomSource(3);
    List<SequencePair> examples = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      for (int t = random.nextInt(4); t >= 0; t--) {
        text.append((char) ('a' + random.nextInt(3)));
      }
      SourceSequence source = new SourceSequence.Tokens(letters.ids(text.toString()));
      examples.add(new SequencePair(source, letters.ids(text.reverse().toString())));
    }
    EncoderDecoderConfig config =
        new EncoderDecoderConfig(
            new GruCell(),
            new EncoderShape(new Input.Tokens(4, 5), List.of(6), Directions.CONCATENATED),
            new DecoderShape(4, 0, 5, List.of(8), AttentionKind.ADDITIVE, true, Tying.NONE),
            0.1f);
    Parameters start = config.newParameters(INITIALIZATION, random);
    EncoderDecoderNetwork network = EncoderDecoderNetwork.trainable(config, start, kernels(scalar));
    ExampleTask<SequencePair> task =
        ExampleTask.builder(network, g -> new EncoderDecoderPass(network, g, 0.75f), examples)
            .length(SequencePair::predictions)
            .targets(SequencePair::predictions)
            .batch(20)
            .build();
    GoldenFile golden = new GoldenFile();
    Parameters parameters = golden.train(task, 5, 0.03);
    Path file = folder.resolve("encoder-decoder");
    new EncoderDecoderFile(config, letters, letters, parameters, Map.of()).write(file);
    for (Translation made :
        EncoderDecoderFile.load(file)
            .translate(List.of("a", "ab", "cab", ""), TargetSearch.beam(3, 1))) {
      golden.add("text", "'" + made.text() + "'", made.logProbability());
      made.alignment().forEach(weights -> golden.add("looks", weights.toArray()));
    }
    golden.requireEqual("encoder-decoder", scalar);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void forecasterOfQuantilesWithMissingValues(boolean scalar) throws IOException {
    double[][] rows = new double[120][];
    for (int t = 0; t < rows.length; t++) {
      double wave = t % 11 == 3 ? Double.NaN : 20 + 5 * Math.sin(t * Math.PI / 4);
      rows[t] = new double[] {wave, t % 8};
    }
    Series series = Series.of(List.of("load", "hour"), rows);
    SeriesVariables variables = SeriesVariables.of(series, List.of("load"), "", 100);
    Preparation preparation = new Preparation(true, false, true, 2);
    ForecasterConfig config =
        new ForecasterConfig(
            variables,
            new Framing(12, 3, true),
            preparation,
            StackConfig.of(
                ForecasterConfig.inputSize(variables, preparation),
                new LstmCell(),
                List.of(6),
                Directions.FORWARD),
            new RegressionLoss.Quantiles(List.of(0.1, 0.5, 0.9)));
    Parameters start = config.newParameters(INITIALIZATION, new RandomSource(4));
    ForecasterNetwork network = ForecasterNetwork.trainable(config, start, kernels(scalar));
    List<SeriesWindow> windows =
        IntStream.range(0, 30)
            .mapToObj(i -> new SeriesWindow(series, 2 * i, 2 * i + 12, 2 * i, 100))
            .toList();
    ExampleTask<SeriesWindow> task =
        ExampleTask.builder(network, g -> new ForecasterPass(network, g), windows)
            .length(SeriesWindow::length)
            .targets(config::targets)
            .batch(6)
            .build();
    GoldenFile golden = new GoldenFile();
    Path file = folder.resolve("forecaster");
    Parameters parameters = golden.train(task, 3, 0.03);
    write(ForecasterFile.VERSION, ForecasterFile.describe(config, List.of(0.5)), parameters, file);
    Forecaster forecaster = ForecasterFile.load(file);
    Forecast next = forecaster.forecast(series);
    for (int step = 0; step < 3; step++) {
      for (int q = 0; q < 3; q++) {
        golden.add("step", step, "quantile", q, next.quantile(step, 0, q));
      }
    }
    ForecasterSession session = forecaster.newSession(3);
    for (int t = 0; t < 16; t++) {
      double[] row = t == 14 ? new double[] {90, 6} : rows[t];
      golden.add("surprise", session.step(row).surprise());
    }
    golden.requireEqual("forecaster", scalar);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void questionAnswerer(boolean scalar) throws IOException {
    List<String> places = List.of("office", "garden", "attic");
    List<Story> stories = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String first = places.get(i % 3);
      String then = places.get(i / 3 % 3);
      String text = "Ben is in the " + first + ". Anna went to the " + then + ".";
      stories.add(new Story(List.of(text), "Where is Ben?", first));
      stories.add(new Story(List.of(text), "Where is Anna?", then));
    }
    StoryExamples data = StoryExamples.of(stories);
    QuestionAnswererConfig config =
        QuestionAnswererConfig.of(
            new GruCell(),
            data.vocabulary().size(),
            6,
            List.of(6),
            List.of(7),
            Regularization.dropout(0.1f),
            3);
    Parameters start = config.newParameters(INITIALIZATION, new RandomSource(5));
    QuestionAnswererNetwork network =
        QuestionAnswererNetwork.trainable(config, start, kernels(scalar));
    ExampleTask<QuestionExample> task =
        ExampleTask.builder(
                network, g -> new QuestionAnswererPass(network, g), data.of(stories, false))
            .length(example -> example.story().length)
            .batch(12)
            .build();
    GoldenFile golden = new GoldenFile();
    Parameters parameters = golden.train(task, 4, 0.03);
    Path file = folder.resolve("question-answerer");
    new QuestionAnswererFile(config, data.vocabulary(), data.answers(), parameters, Map.of())
        .write(file);
    QuestionAnswerer model = QuestionAnswererFile.load(file);
    for (String question : List.of("Where is Ben?", "Where is Anna?", "")) {
      QuestionAnswerer.Answer answer =
          model.answer("Anna is in the attic. Ben went to the garden.", question);
      golden.add("answer", answer.text(), answer.probability());
      answer.attention().forEach(weight -> golden.add("attention", weight));
    }
    golden.requireEqual("question-answerer", scalar);
  }

  private static void write(
      String version, Map<String, String> description, Parameters parameters, Path file)
      throws IOException {
    new ModelFile(version, description, parameters, Map.of()).write(file);
  }
}
