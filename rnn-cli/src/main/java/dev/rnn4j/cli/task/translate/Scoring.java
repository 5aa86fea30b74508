package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.io.OrderedWork;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.model.EncoderDecoder;
import dev.rnn4j.core.model.EncoderDecoderSession;
import dev.rnn4j.core.model.SequencePair;
import dev.rnn4j.core.model.SourceSequence;
import dev.rnn4j.core.model.TargetSearch;
import dev.rnn4j.core.model.Translation;
import dev.rnn4j.core.text.EnglishDetokenizer;
import dev.rnn4j.train.eval.Bleu;
import dev.rnn4j.train.eval.TeacherForcing;
import dev.rnn4j.train.eval.TextMatches;
import dev.rnn4j.train.eval.TokenAccuracy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How good a model is: under teacher forcing, and by what it writes by itself.
 *
 * @param bleu how sentences are cut into words for it
 * @param detokenize whether what was written is put together as English text first
 * @param lowerCase whether case does not count
 * @param search finds what is written
 */
record Scoring(Bleu.Words bleu, boolean detokenize, boolean lowerCase, TargetSearch search) {
  private static final int CHUNK = 32;

  /** What a model wrote for some pairs, and how it predicts them. */
  private record Part(List<Pair> pairs, List<Translation> written, TeacherForcing forced) {}

  /**
   * What was measured.
   *
   * @param forced under teacher forcing
   * @param free token accuracy of what was written
   * @param bleu of it
   * @param matches of it
   */
  record Scores(TeacherForcing forced, TokenAccuracy free, Bleu.Score bleu, TextMatches matches) {
    /** In percent, but for the perplexity and the rate. */
    Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("pairs", matches.texts());
      values.put("target_tokens", forced.perplexity().tokens());
      values.put("perplexity", forced.perplexity().value());
      values.put("forced_token_accuracy", forced.accuracy());
      values.put("free_token_accuracy", free.value());
      values.put("gap", forced.accuracy() - free.value());
      values.put("bleu", bleu.value());
      values.put("exact_match", matches.exactMatch());
      values.put("character_error_rate", matches.characterErrorRate());
      return values;
    }

    /** BLEU only where there are four words, without which it is always 0. */
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add(
          Text.format(
              "teacher forcing  perplexity %s of %s, token accuracy %.2f%%",
              Text.perplexity(forced.perplexity().value()),
              Text.count(forced.perplexity().tokens(), "target token"),
              100 * forced.accuracy()));
      lines.add(
          Text.format(
              "free running     token accuracy %.2f%% (%.2f points less), exact match %.2f%%,"
                  + " character error rate %.2f%%",
              100 * free.value(),
              100 * (forced.accuracy() - free.value()),
              100 * matches.exactMatch(),
              100 * matches.characterErrorRate()));
      if (bleu.totals().getLast() > 0) {
        lines.add("                 " + bleu);
      }
      return lines;
    }
  }

  /** Scores of a model on pairs; the texts of the targets, or others, are what is expected. */
  Scores of(EncoderDecoder model, List<Pair> pairs, List<String> references, int threads)
      throws IOException {
    TeacherForcing forced = new TeacherForcing();
    TokenAccuracy free = new TokenAccuracy();
    Bleu total = new Bleu(bleu);
    TextMatches matches = new TextMatches();
    Iterator<Pair> left = pairs.iterator();
    Iterator<String> expected = references.iterator();
    OrderedWork.<Pair, Part>run(
        () -> left.hasNext() ? left.next() : null,
        CHUNK,
        threads,
        chunk -> part(model, chunk),
        part -> {
          forced.add(part.forced);
          for (int i = 0; i < part.pairs.size(); i++) {
            Translation written = part.written.get(i);
            free.add(written.tokens(), model.target().tokens(part.pairs.get(i).target()));
            String reference = cased(expected.next());
            String text = written(written.text());
            total.add(text, reference);
            matches.add(text, reference);
          }
          return true;
        });
    return new Scores(forced, free, total.score(), matches);
  }

  private Part part(EncoderDecoder model, List<Pair> pairs) {
    List<SequencePair> numbers = new ArrayList<>();
    pairs.forEach(pair -> numbers.add(pair.numbers(model.source(), model.target())));
    TeacherForcing forced = new TeacherForcing();
    EncoderDecoderSession session = new EncoderDecoderSession(model.network());
    session.begin(numbers.stream().map(SequencePair::source).toList(), numbers.size());
    forced.add(
        session,
        model.network().config().decoder().endToken(),
        numbers.stream().map(SequencePair::target).toList());
    return new Part(pairs, write(model, pairs), forced);
  }

  /** What a model writes for pairs. */
  List<Translation> write(EncoderDecoder model, List<Pair> pairs) {
    if (model.source() != null) {
      return model.translate(pairs.stream().map(Pair::source).toList(), search);
    }
    List<SourceSequence> frames = new ArrayList<>();
    pairs.forEach(pair -> frames.add(pair.read(null)));
    return model.decode(frames, search).stream().map(List::getFirst).toList();
  }

  private String written(String text) {
    return cased(detokenize ? EnglishDetokenizer.join(text) : text);
  }

  private String cased(String text) {
    return lowerCase ? text.toLowerCase(Locale.ROOT) : text;
  }
}
